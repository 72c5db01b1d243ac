"""Leaving for good, on the account page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import visitor
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.refusals import answered, said
from chat.accounts.sections import Section, shown
from chat.leaving.confirming import confirm
from chat.leaving.departing import choices, leave
from chat.leaving.models import GO, STAY
from chat.models import User
from chat.wire.errors import ChatError

SAID_OF_WORDS = {
    STAY: later("It stays, as said by somebody who left"),
    GO: later("It goes, each message as if you had deleted it"),
}


class LeaveForm(forms.Form):
    """``words`` are asked for where the site lets people choose, and a ``password``
    where there is one.
    """

    words = forms.ChoiceField(label=later("What you have said"))
    name = forms.CharField(label=later("Your name, to confirm it"), max_length=200)
    password = forms.CharField(
        label=later("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *args: Any) -> None:
        super().__init__(*args)
        fields: dict[str, Any] = self.fields
        fields["words"].choices = [(each, SAID_OF_WORDS[each]) for each in choices()]
        about = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        fields["name"].widget.attrs |= about
        if not user.has_usable_password():
            del fields["password"]


def _context(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    return {"form": LeaveForm(user)} if isinstance(user, User) else None


SECTION = Section(
    title=later("Delete your account"),
    template="accounts/account/leaving.html",
    context=_context,
    order=90,
)


@require_POST
@people_only
@sensitive_post_parameters("password")
def leave_for_good(request: PersonsRequest) -> HttpResponse:
    form, refusal = LeaveForm(request.user, request.POST), None
    if form.is_valid():
        try:
            return _left(request, form)
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
    return answered(shown(request, SECTION.part, form=form), refusal)


def _left(request: PersonsRequest, form: LeaveForm) -> HttpResponse:
    user, typed = request.user, form.cleaned_data
    who, key = visitor.at_page(request), request.session.session_key or ""
    confirm(user, typed["name"], typed.get("password", ""), who, key)
    leave(user, typed["words"])
    auth.logout(request)
    messages.success(request, _("Your account is deleted. Farewell!"))
    return redirect("login")
