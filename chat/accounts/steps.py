"""From whose log-in it is to being in: what somebody may be asked for besides."""

from collections.abc import Callable, Collection

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from chat.accounts import authentication, destination, visitor
from chat.accounts.account.being_in import note_use
from chat.accounts.visitor import Visitor
from chat.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Each is asked once somebody has shown whose log-in it is, and answers with the page
# that asks for more, or with nothing. A capability adds to it in its ``apps.ready()``;
# what it asks for leads to ``let_in`` again, with its step as one that was taken.
Step = Callable[[HttpRequest, User], HttpResponse | None]
STEPS: list[Step] = []


def let_in(
    request: HttpRequest,
    user: User,
    who: Visitor,
    *,
    taken: Collection[Step] = (),
    **how: str,
) -> HttpResponse:
    """Log somebody in, once all steps are taken; else what the next one asks for.

    ``how``: what the audit log is to say of it, see ``authentication.note_log_in``.
    """
    for step in STEPS:
        if step not in taken and (page := step(request, user)) is not None:
            return page
    authentication.note_log_in(user, who, **how)
    return come_in(request, user, who)


def come_in(
    request: HttpRequest, user: User, who: Visitor, *, seconds: int | None = None
) -> HttpResponse:
    """Have somebody be in by this browser, for so long if nothing is heard of it."""
    auth.login(request, user, backend=BACKEND)
    # What was half a log-in ended sooner.
    request.session.set_expiry(seconds)
    note_use(request, user)
    response = HttpResponseRedirect(destination.for_person(request, user))
    visitor.remember(response, who, user)
    return response
