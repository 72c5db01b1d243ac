"""One's own app passwords: a part of the account page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from chat.accounts import visitor
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.refusals import answered, said
from chat.accounts.sections import Section, back_to, shown
from chat.app_passwords import keeping
from chat.app_passwords.forms import DOORS, AppPasswordForm
from chat.app_passwords.models import AppPassword
from chat.factors.confirming import confirmed
from chat.logging.audit import audit
from chat.models import User
from chat.wire.errors import ChatError


def _context(request: HttpRequest) -> dict[str, Any] | None:
    person = request.user
    if not isinstance(person, User) or person.guest:
        return None
    rows = [
        {"it": each, "doors": [DOORS[door] for door in each.doors.split()]}
        for each in keeping.of(person)
    ]
    return {"rows": rows, "form": AppPasswordForm()}


SECTION = Section(
    title=later("App passwords"),
    template="accounts/account/app-passwords.html",
    context=_context,
    order=60,
)


@require_POST
@people_only
@confirmed
def make(request: PersonsRequest) -> HttpResponse:
    """Make one, and show it: here alone, so that it is kept nowhere on its way."""
    form, refusal = AppPasswordForm(request.POST), None
    if form.is_valid():
        name, doors = form.cleaned_data["name"], form.cleaned_data["doors"]
        try:
            made, secret = keeping.make(request.user, name, doors)
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
        else:
            _note(request, "app password made", made)
            context = {"made": made, "secret": secret, "part": SECTION.part}
            return render(request, "accounts/app_password.html", context)
    return answered(shown(request, SECTION.part, form=form), refusal)


@require_POST
@people_only
def revoke(request: PersonsRequest, number: int) -> HttpResponse:
    given = get_object_or_404(AppPassword, pk=number, person=request.user)
    _note(request, "app password revoked", given)
    keeping.revoke([given])
    messages.success(request, _("It lets nobody in any more."))
    return back_to(SECTION.part)


def _note(request: PersonsRequest, event: str, what: AppPassword) -> None:
    who = visitor.at_page(request)
    about = {"what": what.name, "doors": what.doors}
    name = request.user.name
    audit(event, name=name, address=who.address, door=who.door, **about)
