"""Log in by the provider: sent there, come back, and perhaps asked for a name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from chat.accounts import authentication, destination, visitor
from chat.accounts.account.being_in import stay
from chat.accounts.bans import require_welcome
from chat.accounts.forms import GuestForm, NewPasswordForm
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.invited import invitation_of
from chat.accounts.refusals import answered, said
from chat.accounts.sections import Section, WayIn, back_to, shown
from chat.accounts.steps import come_in, let_in
from chat.factors.confirming import confirmed
from chat.logging.audit import audit
from chat.models import User
from chat.net.outgoing import Unfit
from chat.oidc import identities, remembering, speaking
from chat.oidc.identities import Vouched
from chat.oidc.models import Identity
from chat.oidc.speaking import Known, Refused
from chat.oidc.throttle import attempt, succeeded
from chat.wire.errors import BadCredentials, ChatError, NameInvalid, NameTaken

logger = logging.getLogger(__name__)


def _way_in(request: HttpRequest) -> dict[str, Any] | None:
    if not settings.CHAT_OIDC_ISSUER:
        return None
    return {"name": settings.CHAT_OIDC_NAME, **destination.context(request)}


def _section(request: HttpRequest) -> dict[str, Any] | None:
    person = request.user
    if not settings.CHAT_OIDC_ISSUER or not isinstance(person, User) or person.guest:
        return None
    form = None if person.has_usable_password() else NewPasswordForm(person)
    rows = identities.of(person)
    return {"name": settings.CHAT_OIDC_NAME, "rows": rows, "form": form}


WAY_IN = WayIn(template="accounts/oidc/way-in.html", context=_way_in, order=20)
SECTION = Section(
    title=later("Log-in elsewhere"),
    template="accounts/account/oidc.html",
    context=_section,
    order=50,
)


def where_set(view: Callable[[HttpRequest], HttpResponse]) -> Any:
    """A page that is there where the settings have a provider."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        if not settings.CHAT_OIDC_ISSUER:
            raise Http404
        return view(request)

    return page


@where_set
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider. It is a link: a form that leads elsewhere is
    nothing that the pages' policy lets browsers send.
    """
    who, asked = visitor.at_page(request), speaking.new()
    try:
        require_welcome(who)
        attempt(who.network)
        address = speaking.address(asked, _back(request))
    except (ChatError, Unfit) as error:
        return _refused(request, error)
    remembering.keep_asked(request, asked)
    return HttpResponseRedirect(address)


@where_set
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Somebody has come back from there."""
    answer, asked = request.GET.dict(), remembering.taken_asked(request)
    try:
        if asked is None:
            raise Refused("nobody was sent there by this browser of late")
        known = speaking.answered(asked, answer, _back(request))
        succeeded(visitor.at_page(request).network)
        return _met(request, known)
    except (ChatError, Refused, Unfit) as error:
        return _refused(request, error)


@where_set
def name(request: HttpRequest) -> HttpResponse:
    """Whoever is new chooses a name, where that of the provider is none to have."""
    known = remembering.known(request)
    if known is None:
        return redirect("login")
    form, refusal = GuestForm(request.POST or {"name": _called(known)}), None
    if request.method == "POST" and form.is_valid():
        try:
            return _sign_up(request, known, form.cleaned_data["name"])
        except ChatError as error:
            refusal = error
            form.add_error("name", said(error))
    context = {"form": form, "provider": settings.CHAT_OIDC_NAME, "known": known}
    page = render(request, "accounts/oidc/name.html", context)
    page.status_code = 422 if refusal else 200
    return answered(page, refusal)


@require_POST
@people_only
@confirmed
def link(request: PersonsRequest) -> HttpResponse:
    """Whoever is in has it so that the provider's word opens their account."""
    known = remembering.known(request)
    if known is None:
        messages.error(request, _("That took too long: begin again."))
        return back_to(SECTION.part)
    remembering.forget_known(request)
    try:
        _note(request, "identity linked", identities.link(request.user, known))
    except ChatError as error:
        messages.error(request, said(error))
    else:
        messages.success(request, _("From now on that lets you in, too."))
    return back_to(SECTION.part)


@require_POST
@people_only
def unlink(request: PersonsRequest, number: int) -> HttpResponse:
    identity = get_object_or_404(Identity, pk=number, person=request.user)
    try:
        identities.unlink(identity)
    except ChatError as error:
        messages.error(request, said(error))
    else:
        _note(request, "identity unlinked", identity)
        messages.success(request, _("That does not let you in any more."))
    return back_to(SECTION.part)


@require_POST
@people_only
@confirmed
@sensitive_post_parameters("new_password", "new_password_again")
def set_password(request: PersonsRequest) -> HttpResponse:
    """Whoever has none has one from then on."""
    user, form = request.user, NewPasswordForm(request.user, request.POST)
    if user.has_usable_password():
        raise PermissionDenied  # who has one changes it by that
    if not form.is_valid():
        return shown(request, SECTION.part, form=form)
    user.change_password(form.cleaned_data["new_password"])
    who = visitor.named(visitor.at_page(request))
    audit("password changed", name=user.name, address=who.address, door=who.door)
    messages.success(request, _("You have a password. Other log-ins have ended."))
    response = back_to(SECTION.part)
    stay(request, user, response, who)
    return response


# --- Steps ----------------------------------------------------------------------------


def _met(request: HttpRequest, known: Known) -> HttpResponse:
    """What becomes of whom the provider knows."""
    me, identity = request.user, identities.identity_of(known)
    if isinstance(me, User) and not me.guest:
        remembering.keep_known(request, known)
        context = {"provider": settings.CHAT_OIDC_NAME, "known": known}
        return render(request, "accounts/oidc/link.html", context)
    if identity is not None:
        return _come_back(request, identity, known)
    if not Vouched(known, invitation_of(request)).accounts:
        raise BadCredentials(
            "Nobody here is linked with that: log in as you do otherwise, and link it"
            " on the page of your account."
        )
    try:
        return _sign_up(request, known, known.name)
    except (NameInvalid, NameTaken):
        remembering.keep_known(request, known)
        return redirect("oidc-name")


def _come_back(request: HttpRequest, identity: Identity, known: Known) -> HttpResponse:
    who = visitor.named(visitor.at_page(request))
    require_welcome(who)
    user = identity.person.admitted()
    identities.note_use(identity, known)
    return let_in(request, user, who, by="provider")


def _sign_up(request: HttpRequest, known: Known, name: str) -> HttpResponse:
    """
    Raises:
        RegistrationClosed, NameInvalid, NameTaken, Banned, RateLimited, LoginRequired
    """
    who, me = visitor.named(visitor.at_page(request)), request.user
    guest = me if isinstance(me, User) and me.guest else None
    vouched = Vouched(known, invitation_of(request))
    user = authentication.sign_up(name, None, who, guest, invitation=vouched)
    remembering.forget_known(request)
    return come_in(request, user, who)


def _refused(request: HttpRequest, why: Exception) -> HttpResponse:
    """The page that says why nobody came in by it; the log has more."""
    provider, refusal = settings.CHAT_OIDC_NAME, None
    if isinstance(why, ChatError):
        refusal, status, detail = why, 403, said(why)
    elif isinstance(why, Unfit):
        status, detail = 503, _("It does not answer just now: try again in a moment.")
    else:
        status, detail = 403, _("It did not let you in here: try again.")
    if refusal is None:
        logger.warning("Nobody came in by %s: %s", settings.CHAT_OIDC_ISSUER, why)
    context = {"provider": provider, "detail": detail, **destination.context(request)}
    page = render(request, "accounts/oidc/refused.html", context, status=status)
    return answered(page, refusal)


def _back(request: HttpRequest) -> str:
    """Where the provider sends people back to; it knows that address alone."""
    path = reverse("oidc-back")
    return (
        f"{settings.CHAT_URL}{path}"
        if settings.CHAT_URL
        else request.build_absolute_uri(path)
    )


def _called(known: Known) -> str:
    """What somebody might be called: some write addresses there."""
    return known.name.partition("@")[0]


def _note(request: PersonsRequest, event: str, identity: Identity) -> None:
    who = visitor.at_page(request)
    about = {"name": request.user.name, "what": str(identity)}
    audit(event, address=who.address, door=who.door, **about)
