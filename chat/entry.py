"""The ways in: what a name with a password, a token or nothing opens, at every door."""

from django.conf import settings

from chat.errors import BadCredentials, Banned, GuestsRefused
from chat.limits import LoginThrottle
from chat.models import User


def log_in(name: str, password: str, address: str) -> User:
    """The registered account; failures are counted per name and per address.

    Raises:
        BadCredentials, Banned, RateLimited
    """
    throttle = LoginThrottle(name, address)
    throttle.attempt()
    try:
        user = User.objects.check_login(name, password)
    except Banned:
        throttle.succeeded()
        raise
    throttle.succeeded()
    return user


def come_as_guest(name: str, *, may_return: bool = True) -> User:
    """A new guest of that name.

    Raises:
        GuestsRefused, NameInvalid, NameTaken
    """
    if not settings.CHAT_ALLOW_GUESTS:
        raise GuestsRefused
    return User.objects.admit_guest(name, may_return=may_return)


def come_back(name: str, token: str) -> User:
    """The guest whom the token was given to.

    Raises:
        GuestsRefused, BadCredentials, NameTaken, Banned
    """
    if not settings.CHAT_ALLOW_GUESTS:
        raise GuestsRefused
    user = User.objects.returning_guest(token)
    if not user.is_called(name):
        raise BadCredentials("That token is not valid any more.")
    return user
