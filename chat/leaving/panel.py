"""Somebody's account is deleted in the panel, by whoever may."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chat.leaving.departing import choices, leave
from chat.leaving.models import GO, STAY
from chat.models import User
from chat.web.admin.panel import Rows, administrator
from chat.web.admin.people import PersonAdmin
from chat.wire.errors import NotAllowed

SAID_OF_WORDS = {
    STAY: "What they said stays, as said by somebody who left",
    GO: "What they said goes, as if they had deleted each message",
}
NOT_YOURS = "To delete accounts takes the permission to delete people."


class DeleteForm(forms.Form):
    words = forms.ChoiceField()

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        fields: dict[str, Any] = self.fields
        fields["words"].choices = [(each, SAID_OF_WORDS[each]) for each in choices()]


@admin.action(permissions=["change"], description="Delete the account …")
def delete_accounts(
    panel: PersonAdmin, request: HttpRequest, people: Rows
) -> HttpResponse | None:
    """Ask what becomes of their words; there is no way back, which the page says."""
    if not request.user.has_perm("chat.delete_user"):
        panel.message_user(request, NOT_YOURS, messages.ERROR)
        return None
    chosen = panel.allowed(request, people.exclude(pk=request.user.pk))
    form = DeleteForm(request.POST if "words" in request.POST else None)
    if not form.is_valid():
        site = panel.admin_site.each_context(request)
        about = {"title": "Delete accounts", "people": chosen, "form": form}
        return render(request, "admin/delete_accounts.html", {**site, **about})
    words, by = form.cleaned_data["words"], administrator(request)
    gone = [each for each in chosen if _left(panel, request, each, words, by)]
    panel.record(request, gone, "Account deleted")
    return None


def _left(
    panel: PersonAdmin, request: HttpRequest, person: User, words: str, by: User
) -> bool:
    with suppress(NotAllowed):
        leave(person, words, by)
        return True
    panel.message_user(
        request, f"{person} is the last administrator.", messages.WARNING
    )
    return False


PersonAdmin.actions.append(delete_accounts)
