"""Log in, come as a guest, sign up, log out, change the password."""

from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chat.accounts import authentication
from chat.accounts.forms import GuestForm, LoginForm, PasswordForm, SignUpForm
from chat.accounts.guards import PersonsRequest, people_only
from chat.models import User
from chat.models.guest import GUEST_TOKEN_SECONDS
from chat.site import Site
from chat.wire.errors import ChatError

BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = authentication.log_in(**form.cleaned_data, address=_address(request))
        except ChatError as error:
            form.add_error(None, error.detail)
        else:
            return _let_in(request, user)
    return _log_in_page(request, form, GuestForm())


def admin_login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        raise PermissionDenied  # whoever comes here logged in is no administrator
    return redirect_to_login(_next(request))


@require_POST
def guest(request: HttpRequest) -> HttpResponse:
    form = GuestForm(request.POST)
    if form.is_valid():
        try:
            user = authentication.come_as_guest(form.cleaned_data["name"])
        except ChatError as error:
            form.add_error("name", error.detail)
        else:
            return _let_in(request, user, seconds=GUEST_TOKEN_SECONDS)
    return _log_in_page(request, LoginForm(), form)


@sensitive_post_parameters("password", "password_again")
def sign_up(request: HttpRequest) -> HttpResponse:
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            user = User.objects.sign_up(name, password)
        except ChatError as error:
            form.add_error("name", error.detail)
        else:
            return _let_in(request, user)
    return render(request, "accounts/signup.html", {"form": form}, status=_status(form))


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        request.user.log_out_here(request.session.session_key or "")
    auth.logout(request)
    return redirect("login")


@people_only
@sensitive_post_parameters("old_password", "new_password", "new_password_again")
def password(request: PersonsRequest) -> HttpResponse:
    user = request.user
    if user.guest:
        messages.info(request, "A guest has no password: sign up for an account.")
        return redirect("home")
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _knows_old(request, form):
        user.change_password(form.cleaned_data["new_password"])
        auth.update_session_auth_hash(request, user)
        messages.success(request, "Your password is changed. Other log-ins have ended.")
        return redirect("home")
    return render(
        request, "accounts/password.html", {"form": form}, status=_status(form)
    )


def _knows_old(request: PersonsRequest, form: PasswordForm) -> bool:
    old = form.cleaned_data["old_password"]
    try:
        authentication.check_password(request.user, old, _address(request))
    except ChatError as error:
        form.add_error("old_password", error.detail)
    return form.is_valid()


def _log_in_page(
    request: HttpRequest, form: LoginForm, guests: GuestForm
) -> HttpResponse:
    context = {
        "form": form,
        "guest_form": guests if Site.here().takes_guests else None,
        "next": _next(request),
    }
    wrong = form.is_bound or guests.is_bound
    return render(request, "accounts/login.html", context, status=422 if wrong else 200)


def _let_in(
    request: HttpRequest, user: User, *, seconds: int | None = None
) -> HttpResponse:
    auth.login(request, user, backend=BACKEND)
    if seconds is not None:
        request.session.set_expiry(seconds)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where to go after this: only to a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own else "/"


def _status(form: SignUpForm | PasswordForm) -> int:
    return 422 if form.errors else 200


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
