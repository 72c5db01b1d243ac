"""Who may see a page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from chat.accounts.bans import Bans, require_welcome
from chat.accounts.languages import speak_to
from chat.accounts.refusals import shut_out
from chat.accounts.visitor import at_page
from chat.models import User
from chat.wire.errors import Banned, ChatError

P = ParamSpec("P")


class PersonsRequest(HttpRequest):
    """The request of somebody who has logged in: what ``people_only`` lets through."""

    user: User


def people_only(
    view: Callable[Concatenate[PersonsRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who is logged in; a guest whose name has gone to somebody else is not."""

    @never_cache  # nor shown by the Back button after the log-out
    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        speak_to(request.user)
        if refusal := Bans.now().refusal(at_page(request)):
            return shut_out(request, refusal)
        try:
            request.user.reclaim()
        except ChatError:
            logout(request)
            taken = _("You were away, and your name has been taken.")
            messages.info(request, taken)
            return redirect_to_login(request.get_full_path())
        return view(cast(PersonsRequest, request), *args, **kwargs)

    return guarded


def welcome_person(request: HttpRequest) -> User:
    """Who asks for what a page has in it: somebody who has logged in, and may.

    Raises:
        Http404: it is nobody such.
    """
    user = request.user
    if not isinstance(user, User) or user.is_released:
        raise Http404
    try:
        require_welcome(at_page(request))
    except Banned:
        raise Http404 from None
    return user
