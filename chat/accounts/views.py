"""Log in, come as a guest, sign up, log out."""

from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import authentication, destination, registration, visitor
from chat.accounts.forms import GuestForm, LoginForm, SignUpForm
from chat.accounts.guards import PersonsRequest, people_only
from chat.accounts.invited import invitation_of
from chat.accounts.languages import speak_to
from chat.accounts.refusals import answered, said
from chat.accounts.sections import ways_in
from chat.accounts.steps import come_in, let_in
from chat.logging.audit import audit
from chat.models import User
from chat.models.people.guest import GUEST_TOKEN_SECONDS
from chat.site import Site
from chat.wire.errors import ChatError, NotApproved


@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(destination.for_person(request, request.user))
    form, refusal = LoginForm(request.POST or None), None
    who = visitor.named(visitor.at_page(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = authentication.identify(**form.cleaned_data, visitor=who)
        except ChatError as error:
            refusal = error
            form.add_error(None, said(error))
        else:
            return let_in(request, user, who)
    return answered(_log_in_page(request, form, GuestForm()), refusal)


def admin_login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise PermissionDenied  # whoever comes here logged in is no administrator
    return redirect_to_login(destination.wanted(request))


@require_POST
def guest(request: HttpRequest) -> HttpResponse:
    form, refusal = GuestForm(request.POST), None
    who = visitor.named(visitor.at_page(request))
    if form.is_valid():
        invitation = invitation_of(request)
        try:
            user = authentication.come_as_guest(
                form.cleaned_data["name"], who, invitation=invitation
            )
        except ChatError as error:
            refusal = error
            form.add_error("name", said(error))
        else:
            return come_in(request, user, who, seconds=GUEST_TOKEN_SECONDS)
    return answered(_log_in_page(request, LoginForm(), form), refusal)


@sensitive_post_parameters("password", "password_again")
def sign_up(request: HttpRequest) -> HttpResponse:
    guest, invitation = _guest_of(request), invitation_of(request)
    if refusal := registration.refusal(invitation):
        return _no_account_page(request, refusal)
    form = SignUpForm(request.POST or None, initial={"name": guest and guest.name})
    who = visitor.named(visitor.at_page(request))
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            user = authentication.sign_up(
                name, password, who, guest, invitation=invitation
            )
        except NotApproved as error:
            return _no_account_page(request, error)
        except ChatError as error:
            refusal = error
            form.add_error("name", said(error))
        else:
            return come_in(request, user, who)
    is_to_wait = registration.needs_approval(invitation)
    context = {"form": form, "guest": guest, "is_to_wait": is_to_wait}
    context |= destination.context(request)
    page = render(request, "accounts/signup.html", context, status=_status(form))
    return answered(page, refusal)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    user, key = request.user, request.session.session_key or ""
    who = visitor.at_page(request)
    # First: the other tabs come to the log-in page as soon as they are told.
    auth.logout(request)
    if user.is_authenticated:
        audit("log-out", name=user.name, address=who.address, door=who.door)
        user.log_out_here(key)
    return redirect("login")


@require_POST
@people_only
def notices_seen(request: PersonsRequest) -> HttpResponse:
    request.user.has_seen_notices()
    return redirect("home")


def _log_in_page(
    request: HttpRequest, form: LoginForm, guests: GuestForm
) -> HttpResponse:
    refusal = registration.refusal(invitation_of(request))
    context = {
        "form": form,
        "guest_form": guests if _may_be_guest(request) else None,
        "ways_in": ways_in(request),
        "no_account": refusal and said(refusal),
        **destination.context(request),
    }
    wrong = form.is_bound or guests.is_bound
    return render(request, "accounts/login.html", context, status=422 if wrong else 200)


def _no_account_page(request: HttpRequest, refusal: ChatError) -> HttpResponse:
    context = {"no_account": said(refusal), **destination.context(request)}
    return answered(render(request, "accounts/no_account.html", context), refusal)


def _may_be_guest(request: HttpRequest) -> bool:
    """Whether it makes sense to come as one: the panel is no guest's."""
    is_panel = destination.wanted(request).startswith(reverse("admin:index"))
    is_taken = Site.here().takes_guests or invitation_of(request).guests
    return is_taken and not is_panel


def _guest_of(request: HttpRequest) -> User | None:
    """The guest who is here by that browser."""
    user = request.user
    if not (user.is_authenticated and user.guest):
        return None
    speak_to(user)
    return user


def _status(form: SignUpForm) -> int:
    return 422 if form.errors else 200
