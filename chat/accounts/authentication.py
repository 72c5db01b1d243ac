"""The ways in: what a name with a password, a token or nothing opens, at every door."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from chat.accounts import registration, secrets
from chat.accounts.bans import require_welcome
from chat.accounts.invited import NONE, Invitation, invitation_by
from chat.accounts.throttle import (
    LoginThrottle,
    Newcomer,
    OwnThrottle,
    Throttle,
    newcomer,
)
from chat.accounts.visitor import Visitor
from chat.logging.audit import audit
from chat.models import User
from chat.models.people.failed_login import note_failure
from chat.models.people.guest import guest_of
from chat.models.people.hashing import HASHING, LOG_IN, SIGN_UP
from chat.models.people.log_in import used_at_door
from chat.models.people.visit import record_visit
from chat.site import Site
from chat.text.names import key_of
from chat.wire.errors import (
    AppPasswordNeeded,
    BadCredentials,
    Banned,
    GuestsRefused,
    NotApproved,
    RateLimited,
    RegistrationClosed,
)

# What is of interest afterwards; others have only chosen another's name.
REFUSALS = (
    *(AppPasswordNeeded, BadCredentials, Banned, GuestsRefused, RateLimited),
    *(NotApproved, RegistrationClosed),
)


def log_in(name: str, secret: str, visitor: Visitor) -> User:
    """Whom these let in at a door that has no page to ask for more: see ``secrets``.

    Raises:
        AppPasswordNeeded, BadCredentials, Banned, RateLimited
    """
    with _attempt(name, visitor):
        user = secrets.opened(name, secret, visitor)
        if user is None:
            user = _by_password(name, secret, visitor)
            secrets.require_enough(user)
    note_log_in(user, visitor, by=user.login)
    user.login = user.login or used_at_door(user, visitor.door, visitor.address)
    return user


def identify(name: str, password: str, visitor: Visitor) -> User:
    """The registered account that these open; nobody is in by that yet.

    Raises:
        BadCredentials, Banned, RateLimited
    """
    with _attempt(name, visitor):
        return _by_password(name, password, visitor)


def note_log_in(user: User, visitor: Visitor, **how: str) -> None:
    """Keep that somebody has come in; ``how``: by what, if by more than a password."""
    audit("log-in", name=user.name, **_origin(visitor), **how)
    record_visit(user, visitor.address, visitor.browser)


def check_password(
    user: User, password: str, visitor: Visitor, session_key: str
) -> None:
    """Make sure that it is really them, who are logged in by that session.

    Failures are counted for that session alone, and hinder nobody else.

    Raises:
        BadCredentials, RateLimited
    """
    # Not the key itself: it opens the account.
    session = salted_hmac("chat.throttle", session_key).hexdigest()[:16]
    throttle = OwnThrottle(f"session:{session}")
    with (
        _noted("password check", user.name, visitor),
        _counted(throttle, user.key, visitor),
        HASHING.taken(LOG_IN, visitor.network),
    ):
        if not user.check_password(password):
            raise BadCredentials("That is not your password.")


def sign_up(
    name: str,
    password: str | None,
    visitor: Visitor,
    guest: User | None = None,
    *,
    invitation: Invitation = NONE,
) -> User:
    """A new registered account.

    ``guest``: who is here by that browser; by their name it is their account, with all
    that they have. ``invitation``: what they come by. ``password``: None, where that
    lets them in from then on.

    Raises:
        RegistrationClosed, NameInvalid, NameTaken, Banned, RateLimited, LoginRequired
        NoSuchConversation: the invitation is over.
        NotApproved, TooMany: they are an applicant now, or so many wait.
    """
    if password is not None and registration.needs_approval(invitation):
        _apply(name, password, visitor, guest)
        raise NotApproved
    network = visitor.network
    with (
        _noted("sign-up", name, visitor),
        _welcomed(visitor),
        registration.admitted(invitation),
        newcomer(Newcomer.ACCOUNT, network),
        HASHING.taken(SIGN_UP, network),
        invitation.taken() as came,
    ):
        if guest is not None and guest.is_called(name):
            user = User.objects.get(pk=guest.pk)
            user.reclaim()
            user.register(password)
        else:
            user = User.objects.sign_up(name, password)
        came(user)
    record_visit(user, visitor.address, visitor.browser)
    return user


def come_as_guest(
    name: str,
    visitor: Visitor,
    *,
    may_return: bool = True,
    invitation: Invitation = NONE,
) -> User:
    """A new guest of that name; ``invitation``: what they come by.

    Raises:
        GuestsRefused, NameInvalid, NameTaken, Banned, RateLimited
        NoSuchConversation: the invitation is over.
    """
    with (
        _noted("guest", name, visitor),
        _welcomed_as_guest(visitor, invitation),
        newcomer(Newcomer.GUEST, visitor.network),
        invitation.taken() as came,
    ):
        user = User.objects.admit_guest(
            name,
            may_return=may_return,
            address=visitor.address,
            browser=visitor.browser,
        )
        came(user)
    return user


def come_back(name: str, token: str, visitor: Visitor) -> User:
    """The guest whom the token was given to.

    Raises:
        GuestsRefused, BadCredentials, NameTaken, Banned
    """
    with _noted("guest again", name, visitor):
        number, _ = guest_of(token)
        was = User.objects.filter(pk=number).first()
        with _welcomed_as_guest(visitor, invitation_by("", visitor, was)):
            user = User.objects.returning_guest(token)
        if not user.was_called(name):
            raise BadCredentials("That token is not valid any more.")
    record_visit(user, visitor.address, visitor.browser)
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


def _throttle(name: str, visitor: Visitor) -> Throttle:
    if visitor.marks:
        user = User.objects.filter(key=key_of(name), guest=False).first()
        if user is not None and visitor.knows(user):
            return OwnThrottle(f"browser:{visitor.browser}:{user.pk}")
    return LoginThrottle(name, visitor.network)


@contextmanager
def _attempt(name: str, visitor: Visitor) -> Iterator[None]:
    """A try at an account; failures are counted, see ``throttle``."""
    with _refusals_noted("log-in", name, visitor):
        require_welcome(visitor)
        with _counted(_throttle(name, visitor), name, visitor):
            yield


def _by_password(name: str, password: str, visitor: Visitor) -> User:
    with HASHING.taken(LOG_IN, visitor.network):
        if applicant := registration.applicant(name):
            raise applicant.answer(password)
        return User.objects.check_login(name, password)


def _apply(name: str, password: str, visitor: Visitor, guest: User | None) -> None:
    with (
        _noted("application", name, visitor),
        _welcomed(visitor),
        newcomer(Newcomer.ACCOUNT, visitor.network),
        HASHING.taken(SIGN_UP, visitor.network),
    ):
        for apply in registration.APPLYING:
            apply(name, password, visitor, guest)


@contextmanager
def _noted(event: str, name: str, visitor: Visitor) -> Iterator[None]:
    """Keep in the audit log that they came in, or why not."""
    with _refusals_noted(event, name, visitor):
        yield
    audit(event, name=name, **_origin(visitor))


@contextmanager
def _refusals_noted(event: str, name: str, visitor: Visitor) -> Iterator[None]:
    try:
        yield
    except REFUSALS as error:
        audit(f"{event} failed", name=name, **_origin(visitor), why=error.code)
        raise


def _origin(visitor: Visitor) -> dict[str, str]:
    return {"address": visitor.address, "door": visitor.door}


@contextmanager
def _welcomed(visitor: Visitor) -> Iterator[None]:
    require_welcome(visitor)
    yield


@contextmanager
def _welcomed_as_guest(visitor: Visitor, invitation: Invitation) -> Iterator[None]:
    if not (Site.here().takes_guests or invitation.guests):
        raise GuestsRefused
    require_welcome(visitor)
    yield


@contextmanager
def _counted(throttle: Throttle, name: str, visitor: Visitor) -> Iterator[None]:
    """Count a failure, unless the password turns out to be right."""
    throttle.attempt()
    try:
        yield
    except BadCredentials:
        note_failure(name, visitor.network)
        raise
    except (AppPasswordNeeded, Banned):
        throttle.succeeded()  # whoever is told that has known it
        raise
    except BaseException:
        throttle.withdrawn()
        raise
    throttle.succeeded()


def _user_of(session: dict[str, Any], users: dict[int, User]) -> User | None:
    user = users.get(int(session.get(SESSION_KEY, 0)))
    if user is None or not user.is_active:
        return user  # a ban ends the log-in too, but that is not what to say then
    known = session.get(HASH_SESSION_KEY, "")
    valid = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return user if any(constant_time_compare(known, each) for each in valid) else None
