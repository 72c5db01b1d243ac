"""By what somebody is in, and an end of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from chat.accounts import visitor
from chat.accounts.account.being_in import note_use, stay
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.sections import Section, back_to
from chat.accounts.visitor import Visitor
from chat.logging.audit import audit
from chat.models import User
from chat.models.people.log_in import LogIn, log_ins_of

DOORS = {
    "browser": later("A browser"),
    "desktop": later("The desktop client"),
    "plain": later("Plain text, as with nc"),
    "json": later("JSON, for programs"),
}


def _context(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not isinstance(user, User) or user.guest:
        return None
    note_use(request, user)
    rows = [
        {
            "it": each,
            "called": each.agent or DOORS.get(each.door, each.door),
            "is_this": each.session == request.session.session_key,
        }
        for each in log_ins_of(user)
    ]
    return {"rows": rows}


SECTION = Section(
    title=later("Log-ins"),
    template="accounts/account/log-ins.html",
    context=_context,
    order=50,
)


@require_POST
@people_only
def end(request: PersonsRequest, number: int) -> HttpResponse:
    log_in = get_object_or_404(LogIn, pk=number, user=request.user)
    log_in.end()
    who = visitor.at_page(request)
    _note(request, "log-in ended", who, what=f"{log_in.door} {log_in.address}")
    messages.success(request, _("That log-in has ended."))
    return back_to(SECTION.part)


@require_POST
@people_only
def end_others(request: PersonsRequest) -> HttpResponse:
    who = visitor.named(visitor.at_page(request))
    request.user.log_out_everywhere()
    _note(request, "other log-ins ended", who)
    messages.success(request, _("All other log-ins have ended."))
    response = back_to(SECTION.part)
    stay(request, request.user, response, who)
    return response


def _note(request: PersonsRequest, event: str, who: Visitor, **about: str) -> None:
    audit(event, name=request.user.name, address=who.address, door=who.door, **about)
