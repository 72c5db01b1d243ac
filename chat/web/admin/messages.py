"""What is said in rooms."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.text import Truncator

from chat.models import Conversation, Message
from chat.text.emoji import same_emoji
from chat.web.admin.filters import RoomFilter
from chat.web.admin.panel import Panel, Rows, administrator
from chat.wire.errors import ChatError

SAID_CHARACTERS = 100


@admin.register(Message)
class MessageAdmin(Panel):
    fields = ["conversation", "author", "at", "body", "edited", "deleted", "reacted"]
    readonly_fields = ["reacted"]
    list_display = ["said", "author", "conversation", "at", "reacted", "state"]
    list_filter = ["deleted", "edited", "at", RoomFilter]
    list_select_related = ["author", "conversation"]
    search_fields = ["body"]
    ordering = ["-pk"]
    show_full_result_count = False  # it would count every message again
    actions = ["remove"]

    def get_queryset(self, request: HttpRequest) -> Rows:
        rows = super().get_queryset(request).prefetch_related("reactions")
        return rows.filter(conversation__kind=Conversation.ROOM)

    @admin.display(description="message")
    def said(self, message: Message) -> str:
        return Truncator(message.body).chars(SAID_CHARACTERS) or "–"

    @admin.display(empty_value="")
    def state(self, message: Message) -> str:
        return "deleted" if message.deleted else "edited" if message.edited else ""

    @admin.display(description="reactions", empty_value="")
    def reacted(self, message: Message) -> str:
        given = message.reactions.all()
        counts = Counter(same_emoji(reaction.emoji) for reaction in given)
        return " ".join(f"{emoji}\xa0{count}" for emoji, count in counts.items())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

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
