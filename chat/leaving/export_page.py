"""Taking along what is one's own, on the account page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.refusals import said
from chat.accounts.sections import Section, back_to
from chat.leaving.exports import LIFE, PATH, PAUSE, ask, found
from chat.models import User
from chat.wire.errors import ChatError


def _context(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not isinstance(user, User):
        return None
    its = found(user)
    asks = its is None or its.at <= timezone.now() - PAUSE
    context: dict[str, Any] = {"export": its, "asks": asks}
    if its is not None and its.ready is not None:
        context |= {"until": its.ready + LIFE, "href": f"{PATH}{its.pk}"}
    return context


SECTION = Section(
    title=later("Export your data"),
    template="accounts/account/export.html",
    context=_context,
    order=80,
)


@require_POST
@people_only
def export(request: PersonsRequest) -> HttpResponse:
    try:
        its = ask(request.user)
    except ChatError as error:
        messages.error(request, said(error))
    else:
        if its.ready is None:
            messages.success(request, _("It is being made: it is here in a while."))
    return back_to(SECTION.part)
