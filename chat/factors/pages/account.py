"""One's own: an app, passkeys and recovery codes, on the page of the account."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import visitor
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.languages import words_here
from chat.accounts.refusals import said
from chat.accounts.sections import Section, back_to
from chat.factors import keeping, totp, webauthn
from chat.factors.checking import digits_of
from chat.factors.confirming import confirmed, is_confirmed
from chat.factors.models import NAME_MOST, Passkey
from chat.factors.sealing import seal, unseal
from chat.models import User
from chat.text.clean import one_line
from chat.web.brand import Brand
from chat.wire.errors import ChatError
from chat.words import plural

# The secret of an app that is being set up: sealed, in the session.
TO_COME = "authenticator to come"
CODES_LEFT = plural(
    "You have {count} recovery code left.", "You have {count} recovery codes left."
)


def _two_step(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not isinstance(user, User) or user.guest:
        return None
    left = ""
    if keeping.has_factor(user):
        left = words_here()(*CODES_LEFT, count=user.recovery_codes.count())
    return {"app": getattr(user, "authenticator", None), "codes_left": left}


def _passkeys(request: HttpRequest) -> dict[str, Any] | None:
    user = request.user
    if not isinstance(user, User) or user.guest:
        return None
    return {
        "passkeys": user.passkeys.order_by("made", "pk"),
        "may_add": webauthn.is_possible(request),
        "name_most": NAME_MOST,
    }


TWO_STEP = Section(
    title=later("Two-step log-in"),
    template="factors/_two-step.html",
    context=_two_step,
    order=40,
)
PASSKEYS = Section(
    title=later("Passkeys"),
    template="factors/_passkeys.html",
    context=_passkeys,
    order=41,
)


# --- An app that makes codes ----------------------------------------------------------


@require_POST
@people_only
@confirmed
@sensitive_post_parameters("code")
def set_up_app(request: PersonsRequest) -> HttpResponse:
    """Show a new secret, until a code shows that the app has it."""
    typed, refusal = request.POST.get("code"), ""
    secret = _secret(request, is_new=typed is None)
    if typed is not None:
        counter = totp.counter_of(secret, digits_of(typed), time.time())
        if counter is not None:
            del request.session[TO_COME]
            who = visitor.at_page(request)
            codes = keeping.add_authenticator(request.user, who, secret, counter)
            told = _("From now on your app's code is asked for at each log-in.")
            return _done(request, TWO_STEP, told, codes)
        refusal = _("That code is not right. Is the clock of your phone right?")
    return _app_page(request, secret, refusal)


@require_POST
@people_only
@confirmed
def remove_app(request: PersonsRequest) -> HttpResponse:
    keeping.remove_authenticator(request.user, visitor.at_page(request))
    told = _("The codes of your app are not asked for any more.")
    return _done(request, TWO_STEP, told)


@require_POST
@people_only
@confirmed
def renew_codes(request: PersonsRequest) -> HttpResponse:
    if not keeping.has_factor(request.user):
        raise PermissionDenied
    codes = keeping.renew_codes(request.user, visitor.at_page(request))
    told = _("The recovery codes of before open nothing any more.")
    return _done(request, TWO_STEP, told, codes)


# --- Passkeys -------------------------------------------------------------------------


@require_POST
@people_only
@confirmed
def add_passkey(request: PersonsRequest) -> HttpResponse:
    """Have the browser make one, and take what it has made."""
    if not webauthn.is_possible(request):
        raise Http404
    user, refusal = request.user, ""
    name = one_line(request.POST.get("name", "")) or _("Passkey")
    if "credential" in request.POST:
        try:
            about = webauthn.made(request, request.POST["credential"])
            who = visitor.at_page(request)
            codes = keeping.add_passkey(user, who, name, **about)
        except ChatError as error:
            refusal = said(error)
        else:
            told = _("The passkey opens your account from now on.")
            return _done(request, PASSKEYS, told, codes)
    context = {"name": name, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "factors/add_passkey.html", context, status=status)


@require_POST
@people_only
def ask_for_new(request: PersonsRequest) -> HttpResponse:
    """What a browser is to make a passkey by."""
    if not webauthn.is_possible(request):
        raise Http404
    if not is_confirmed(request):
        raise PermissionDenied
    return JsonResponse(webauthn.begin_making(request, request.user))


@require_POST
@people_only
def rename_passkey(request: PersonsRequest, number: int) -> HttpResponse:
    its = _own(request, number)
    name = one_line(request.POST.get("name", "")) or its.name
    keeping.rename_passkey(its, visitor.at_page(request), name)
    return back_to(PASSKEYS.part)


@require_POST
@people_only
@confirmed
def remove_passkey(request: PersonsRequest, number: int) -> HttpResponse:
    try:
        keeping.remove_passkey(_own(request, number), visitor.at_page(request))
    except ChatError as error:
        messages.error(request, said(error))
        return back_to(PASSKEYS.part)
    told = _("That passkey does not open your account any more.")
    return _done(request, PASSKEYS, told)


# --- Steps ----------------------------------------------------------------------------


def _own(request: PersonsRequest, number: int) -> Passkey:
    return get_object_or_404(Passkey, pk=number, person=request.user)


def _secret(request: PersonsRequest, *, is_new: bool) -> bytes:
    """That of the app to come, which goes with the session."""
    if is_new or TO_COME not in request.session:
        request.session[TO_COME] = seal(totp.new_secret())
    return unseal(request.session[TO_COME])


def _app_page(request: PersonsRequest, secret: bytes, refusal: str) -> HttpResponse:
    address = totp.address(secret, request.user.name, Brand.here().name)
    context = {
        "picture": _qr(address),
        "address": address,
        "secret": totp.spelled(secret),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "factors/app.html", context, status=status)


def _qr(text: str) -> SafeString:
    """A picture that phones read, as SVG without styles: our policy allows none."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(dark="#000", light="#fff", border=3, omitsize=True)
    return mark_safe(svg)  # noqa: S308


def _done(
    request: PersonsRequest, section: Section, told: str, codes: Sequence[str] = ()
) -> HttpResponse:
    """Back to where it began, by way of the recovery codes that there are now."""
    if not codes:
        messages.success(request, told)
        return back_to(section.part)
    text = "\n".join([Brand.here().name, request.user.name, "", *codes, ""])
    context = {
        "told": told,
        "codes": codes,
        "part": section.part,
        "file": f"data:text/plain;charset=utf-8,{quote(text)}",
    }
    return render(request, "factors/codes.html", context)
