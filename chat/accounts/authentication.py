"""The ways in: what a name with a password, a token or nothing opens, at every door."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chat.accounts.throttle import LoginThrottle
from chat.models import User
from chat.models.user import HASHING
from chat.site import Site
from chat.wire.errors import BadCredentials, Banned, GuestsRefused


def log_in(name: str, password: str, address: str) -> User:
    """The registered account; failures are counted per name and per address.

    Raises:
        BadCredentials, Banned, RateLimited
    """
    with _counted(name, address):
        return User.objects.check_login(name, password)


def check_password(user: User, password: str, address: str) -> None:
    """Make sure that it is really them; failures are counted as of a log-in.

    Raises:
        BadCredentials, RateLimited
    """
    with _counted(user.key, address), HASHING:
        if not user.check_password(password):
            raise BadCredentials("That is not your password.")


def come_as_guest(name: str, *, may_return: bool = True) -> User:
    """A new guest of that name.

    Raises:
        GuestsRefused, NameInvalid, NameTaken
    """
    if not Site.here().takes_guests:
        raise GuestsRefused
    return User.objects.admit_guest(name, may_return=may_return)


def come_back(name: str, token: str) -> User:
    """The guest whom the token was given to.

    Raises:
        GuestsRefused, BadCredentials, NameTaken, Banned
    """
    if not Site.here().takes_guests:
        raise GuestsRefused
    user = User.objects.returning_guest(token)
    if not user.is_called(name):
        raise BadCredentials("That token is not valid any more.")
    return user


def users_by_session(keys: Sequence[str]) -> list[User | None]:
    """Who has logged in by each of these sessions of the page, in two queries.

    What ``django.contrib.auth.get_user`` does for one request at a time.
    """
    # A cookie holds whatever somebody puts into it; PostgreSQL refuses some of that.
    known = {key for key in keys if key.isascii() and key.isalnum()}
    live = Session.objects.filter(pk__in=known, expire_date__gt=timezone.now())
    data = {row.session_key: row.get_decoded() for row in live}
    numbers = {int(each[SESSION_KEY]) for each in data.values() if SESSION_KEY in each}
    users = User.objects.in_bulk(numbers)
    return [_user_of(data.get(key, {}), users) for key in keys]


def sweep() -> None:
    """Delete the log-ins of the page that nobody can use any more."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


@contextmanager
def _counted(name: str, address: str) -> Iterator[None]:
    """Count a failure, unless the password turns out to be right."""
    throttle = LoginThrottle(name, address)
    throttle.attempt()
    try:
        yield
    except Banned:
        throttle.succeeded()  # whoever is told that has known it
        raise
    throttle.succeeded()


def _user_of(session: dict[str, Any], users: dict[int, User]) -> User | None:
    user = users.get(int(session.get(SESSION_KEY, 0)))
    if user is None or not user.is_active:
        return user  # a ban ends the log-in too, but that is not what to say then
    known = session.get(HASH_SESSION_KEY, "")
    valid = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return user if any(constant_time_compare(known, each) for each in valid) else None
