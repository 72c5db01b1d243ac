"""Showing once more that it is oneself, before what opens the account is changed.

It is asked for where somebody has not done so, nor logged in, a moment ago: the page
that asks takes along what was posted, so that nothing has to be typed again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from chat.accounts import authentication, visitor
from chat.accounts.guards import PersonsRequest
from chat.accounts.refusals import answered, said
from chat.factors import webauthn
from chat.factors.checking import PASSKEY, counted
from chat.wire.errors import BadCredentials, ChatError

P = ParamSpec("P")
Page = Callable[Concatenate[PersonsRequest, P], HttpResponse]
CONFIRMED = "confirmed"
SECONDS = 600
PASSWORD, CREDENTIAL = "confirm_password", "confirm_credential"
# What the forms of the page have of their own.
OWN = {"csrfmiddlewaretoken", PASSWORD, CREDENTIAL}


@receiver(user_logged_in)
def confirm(request: HttpRequest, **_: Any) -> None:
    """Whoever sends it has just shown that it is them."""
    request.session[CONFIRMED] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    at: int = request.session.get(CONFIRMED, 0)
    return time.time() - at < SECONDS


def confirmed(view: Page[P]) -> Page[P]:
    """Ask for the password or a passkey first, unless it was shown a moment ago; of a
    guest there is nothing to ask for, nor to change.
    """

    @wraps(view)
    @sensitive_post_parameters(PASSWORD)
    def asked(
        request: PersonsRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if request.user.guest:
            raise PermissionDenied
        page = None if is_confirmed(request) else _ask(request)
        return page or view(request, *args, **kwargs)

    return asked


def _ask(request: PersonsRequest) -> HttpResponse | None:
    refusal = None
    if {PASSWORD, CREDENTIAL} & request.POST.keys():
        try:
            _check(request)
            return None
        except ChatError as error:
            refusal = error
    context = {
        "carried": [
            (name, each)
            for name, several in request.POST.lists()
            for each in several
            if name not in OWN
        ],
        "may_show_passkey": webauthn.is_possible(request)
        and request.user.passkeys.exists(),
        "refusal": refusal and said(refusal),
    }
    status = 422 if refusal else 200
    page = render(request, "factors/confirm.html", context, status=status)
    return answered(page, refusal)


def _check(request: PersonsRequest) -> None:
    user, who = request.user, visitor.at_page(request)
    if CREDENTIAL in request.POST:
        with counted(PASSKEY, user, who):
            its = webauthn.shown(request, request.POST[CREDENTIAL])
            if its.person != user:
                raise BadCredentials(webauthn.NOT_KNOWN)
    else:
        key = request.session.session_key or ""
        authentication.check_password(user, request.POST[PASSWORD], who, key)
    confirm(request)
