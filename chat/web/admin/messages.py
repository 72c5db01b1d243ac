"""What is said in rooms."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.text import Truncator

from chat.models import Conversation, Message
from chat.text.emoji import same_emoji
from chat.web.admin.filters import AuthorFilter, RoomFilter
from chat.web.admin.panel import ReadOnly, Rows, administrator, room
from chat.wire.errors import ChatError

SAID_CHARACTERS = 80
# What is shown around one: so many before, and as many after.
AROUND = 5
# A list is of the last messages, so that it takes no longer where there are millions.
# Whoever looks for what is older names the room, or words: for these all are read.
LOOKED_AT_MOST, LISTED_MOST = 100_000, 10_000
NARROWED = {RoomFilter.parameter_name, AuthorFilter.parameter_name, SEARCH_VAR}


class Latest(Paginator):
    """Pages of the last rows: no more of them are counted."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:LISTED_MOST].count())


@admin.register(Message)
class MessageAdmin(ReadOnly):
    fields: ClassVar[Any] = [
        room,
        "author",
        "at",
        "around",
        "edited",
        "deleted",
        "reacted",
    ]
    readonly_fields: ClassVar[Any] = [room, "around", "reacted"]
    list_display = ["at", "author", room, "said", "reacted", "state"]
    list_display_links = ["said"]
    list_filter = ["deleted", "edited", "at", RoomFilter, AuthorFilter]
    list_select_related = ["author", "conversation"]
    search_fields = ["body"]
    ordering = ["-pk"]
    paginator = Latest
    sortable_by = ()  # all of them would be read for that
    show_full_result_count = False  # it would count every message again
    actions: Any = ["remove"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        rows = super().get_queryset(request).prefetch_related("reactions")
        if _is_list_of_all(request):
            last = Message.objects.aggregate(last=models.Max("pk"))["last"] or 0
            rows = rows.filter(pk__gt=last - LOOKED_AT_MOST)
        return rows.filter(conversation__kind=Conversation.ROOM)

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        # Of one room by its own index: the other way, a quiet one is looked for in all.
        of_room = ["-conversation_id", "-seq"]
        return of_room if request.GET.get(RoomFilter.parameter_name) else ["-pk"]

    @admin.display(description="message")
    def said(self, message: Message) -> str:
        return Truncator(message.body).chars(SAID_CHARACTERS) or "–"

    @admin.display(description="words, and what is around them")
    def around(self, message: Message) -> str:
        its = Message.objects.filter(conversation=message.conversation_id)
        its = its.select_related("author")
        before = its.filter(seq__lt=message.seq).order_by("-seq")[:AROUND]
        after = its.filter(seq__gt=message.seq).order_by("seq")[:AROUND]
        shown = [*reversed(before), message, *after]
        context = {"message": message, "shown": shown}
        return render_to_string("admin/around.html", context)

    @admin.display(empty_value="")
    def state(self, message: Message) -> str:
        return "deleted" if message.deleted else "edited" if message.edited else ""

    @admin.display(description="reactions", empty_value="")
    def reacted(self, message: Message) -> str:
        given = message.reactions.all()
        counts = Counter(same_emoji(reaction.emoji) for reaction in given)
        return " ".join(f"{emoji}\xa0{count}" for emoji, count in counts.items())

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chat.delete_message")

    @admin.action(permissions=["remove"], description="Delete")
    def remove(self, request: HttpRequest, chosen: Rows) -> None:
        removed, refused = [], 0
        for message in chosen:
            try:
                message.remove(administrator(request))
                removed.append(message)
            except ChatError:
                refused += 1
        self.record(request, removed, "Deleted")
        if refused:
            problem = f"Deleted already: {refused}."
            self.message_user(request, problem, messages.WARNING)


def _is_list_of_all(request: HttpRequest) -> bool:
    page = request.resolver_match.url_name if request.resolver_match else ""
    is_list = (page or "").endswith("_changelist")
    return is_list and not any(request.GET.get(name) for name in NARROWED)
