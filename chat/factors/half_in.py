"""Who has given the right password, and is asked for more: kept by the session, for a
few minutes and a few tries.
"""

from __future__ import annotations

import time

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from chat.models import User

HALF_IN = "half in"
SECONDS, TRIES = 300, 5


def begin(request: HttpRequest, user: User) -> None:
    """They have shown the password."""
    its = {"user": user.pk, "login": user.get_session_auth_hash()}
    request.session[HALF_IN] = {**its, "at": int(time.time()), "tries": 0}
    request.session.set_expiry(SECONDS)


def person(request: HttpRequest) -> User | None:
    """Who is half in, if their log-ins have not been ended meanwhile."""
    kept = request.session.get(HALF_IN)
    if kept is None or time.time() - kept["at"] > SECONDS or kept["tries"] >= TRIES:
        return None
    user = User.objects.filter(pk=kept["user"]).first()
    if user is None or not user.is_active:
        return None
    is_same = constant_time_compare(kept["login"], user.get_session_auth_hash())
    return user if is_same else None


def failed(request: HttpRequest) -> None:
    """One try less."""
    kept = request.session[HALF_IN]
    request.session[HALF_IN] = {**kept, "tries": kept["tries"] + 1}


def end(request: HttpRequest) -> None:
    """They are in, or begin anew."""
    request.session.pop(HALF_IN, None)
