"""The queue of what waits for a moderator in the panel, for all who moderate."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator

from chat import wire
from chat.held.models import Held
from chat.held.waiting import approve, refuse
from chat.web.admin.filters import AuthorFilter, RoomFilter
from chat.web.admin.messages import SAID_CHARACTERS, Latest
from chat.web.admin.panel import ReadOnly, Rows, administrator, room
from chat.web.admin.people import LEADS
from chat.wire.errors import ChatError

LEADS.append(("What waits", "admin:held_held_changelist", "author"))
APPROVE, REFUSE = "let_through", "turn_down"
TITLES = {APPROVE: "Have it said", REFUSE: "Refuse"}


class RefuseForm(forms.Form):
    reason = forms.CharField(
        max_length=wire.REASON_CHARACTERS,
        required=False,
        help_text="Whoever wanted to say it reads that.",
    )


class ApproveForm(forms.Form):
    """Nothing is asked but whether it is meant."""


@admin.register(Held)
class HeldAdmin(ReadOnly):
    """What waits longest comes first; what was refused is its author's alone to see."""

    fields: ClassVar[Any] = ["author", room, "at", "body", "why"]
    readonly_fields: ClassVar[Any] = fields
    list_display = ["at", "author", room, "said", "why"]
    list_display_links = ["said"]
    list_filter = ["at", RoomFilter, AuthorFilter]
    list_select_related = ["author", "conversation"]
    search_fields = ["body"]
    ordering = ["pk"]
    paginator = Latest
    show_full_result_count = False
    actions = [APPROVE, REFUSE]

    def get_queryset(self, request: HttpRequest) -> Rows:
        return super().get_queryset(request).filter(refused=False)

    @admin.display(description="message")
    def said(self, held: Held) -> str:
        return Truncator(held.body).chars(SAID_CHARACTERS)

    @admin.display(description="held for")
    def why(self, held: Held) -> str:
        return held.pattern or "a link of somebody new"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    @admin.action(permissions=["view"], description="Have it said …")
    def let_through(self, request: HttpRequest, chosen: Rows) -> HttpResponse | None:
        return self._decide(request, chosen, APPROVE)

    @admin.action(permissions=["view"], description="Refuse …")
    def turn_down(self, request: HttpRequest, chosen: Rows) -> HttpResponse | None:
        return self._decide(request, chosen, REFUSE)

    def _decide(
        self, request: HttpRequest, chosen: Rows, action: str
    ) -> HttpResponse | None:
        asked = RefuseForm if action == REFUSE else ApproveForm
        form = asked(request.POST if "sure" in request.POST else None)
        if not form.is_valid():
            site = self.admin_site.each_context(request)
            words = {"title": TITLES[action], "waiting": chosen, "form": form}
            words["action"] = action
            return render(request, "admin/decide_held.html", {**site, **words})
        for each in chosen:
            self._decide_one(request, each, form.cleaned_data.get("reason"))
        return None

    def _decide_one(self, request: HttpRequest, held: Held, reason: str | None) -> None:
        """``reason``: None lets it be said."""
        by, number = administrator(request), held.pk
        about = f"{held.author} in {held.conversation}"
        try:
            approve(by, number) if reason is None else refuse(by, number, reason)
        except ChatError as error:
            self.message_user(request, f"{about}: {error.detail}", messages.WARNING)
        else:
            done = "Said" if reason is None else "Refused"
            self.message_user(request, f"{done}: {about}.")
