"""Logging in: what is asked for after the password, and a passkey instead of it."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import destination, visitor
from chat.accounts.bans import require_welcome
from chat.accounts.counts import COUNTS
from chat.accounts.languages import speak_to
from chat.accounts.refusals import answered, said
from chat.accounts.sections import WayIn
from chat.accounts.steps import let_in
from chat.accounts.throttle import OwnThrottle
from chat.accounts.visitor import Visitor
from chat.factors import half_in, webauthn
from chat.factors.checking import PASSKEY, check_code, counted
from chat.factors.keeping import has_factor
from chat.logging.audit import audit
from chat.models import User
from chat.wire.errors import BadCredentials, Banned, ChatError, RateLimited

# Challenges for one network: a page to log in asks for one by itself.
ASKED_MOST, ASKED_SECONDS = 300, 300


def ask_for_factor(request: HttpRequest, user: User) -> HttpResponse | None:
    """A step, see ``STEPS``: to the page that asks whoever has a second factor."""
    if not has_factor(user):
        return None
    half_in.begin(request, user)
    return _to("second-step", request)


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    user, refusal = half_in.person(request), None
    if user is None:
        messages.info(request, _("That took too long, or too many tries: begin anew."))
        return _to("login", request)
    speak_to(user)
    who = visitor.named(visitor.at_page(request))
    if request.method == "POST":
        try:
            by = _show(request, user, who)
        except ChatError as error:
            refusal = error
            half_in.failed(request)
        else:
            half_in.end(request)
            return let_in(request, user, who, taken=[ask_for_factor], by=by)
    return answered(_page(request, user, refusal), refusal)


@require_POST
def log_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Log in by a passkey alone: it has seen its person, and is had, which are two."""
    if request.user.is_authenticated:
        return redirect("home")
    who = visitor.named(visitor.at_page(request))
    try:
        user = _by_passkey(request, who)
    except (BadCredentials, Banned, RateLimited) as error:
        about = {"address": who.address, "door": who.door, "by": PASSKEY}
        audit("log-in failed", **about, why=error.code)
        messages.error(request, said(error))
        return _to("login", request)
    half_in.end(request)
    return let_in(request, user, who, taken=[ask_for_factor], by=PASSKEY)


@require_POST
def ask_for_passkey(request: HttpRequest) -> HttpResponse:
    """What a browser is to ask for: a passkey of who is in, or half in; else any."""
    if not webauthn.is_possible(request):
        raise Http404
    network = visitor.at_page(request).network
    [asked] = COUNTS.add([f"passkey asked:{network}"], ASKED_SECONDS)
    if asked.times > ASKED_MOST:
        return answered(HttpResponse(), RateLimited(retry=asked.seconds))
    person = request.user if isinstance(request.user, User) else None
    person = person or half_in.person(request)
    return JsonResponse(webauthn.begin_asking(request, person))


def _way_in(request: HttpRequest) -> dict[str, Any] | None:
    return destination.context(request) if webauthn.is_possible(request) else None


PASSKEY_WAY = WayIn(template="factors/_passkey_way.html", context=_way_in, order=10)


def _show(request: HttpRequest, user: User, who: Visitor) -> str:
    """Take the factor that was sent; which it was.

    Raises:
        BadCredentials, Banned, RateLimited
    """
    require_welcome(who)
    if "credential" not in request.POST:
        return check_code(user, request.POST.get("code", ""), who, time.time())
    with counted(PASSKEY, user, who):
        if webauthn.shown(request, request.POST["credential"]).person != user:
            raise BadCredentials(webauthn.NOT_KNOWN)
    return PASSKEY


def _by_passkey(request: HttpRequest, who: Visitor) -> User:
    require_welcome(who)
    throttle = OwnThrottle(f"passkey:{who.network}")
    throttle.attempt()
    its = webauthn.shown(request, request.POST.get("credential", ""))
    throttle.succeeded()
    return its.person.admitted()


def _page(request: HttpRequest, user: User, refusal: ChatError | None) -> HttpResponse:
    is_possible = webauthn.is_possible(request)
    context = {
        "person": user,
        "has_app": hasattr(user, "authenticator"),
        "may_show_passkey": is_possible and user.passkeys.exists(),
        "refusal": refusal and said(refusal),
        **destination.context(request),
    }
    status = 422 if refusal else 200
    return render(request, "factors/second_step.html", context, status=status)


def _to(page: str, request: HttpRequest) -> HttpResponse:
    """There, on the way to where they wanted to go."""
    return redirect(f"{reverse(page)}?{urlencode(destination.context(request))}")
