"""Making sure that it is really them who leave, and that they mean it."""

from __future__ import annotations

from chat.accounts.authentication import check_password
from chat.accounts.visitor import Visitor
from chat.models import User
from chat.wire.errors import BadCredentials


def confirm(
    user: User, name: str, password: str, visitor: Visitor, session_key: str
) -> None:
    """By the name that they type, and the password, if they have one.

    ``session_key``: what they are logged in by, for which failures are counted.

    Raises:
        BadCredentials: it is another name, or not the password.
        RateLimited: too many passwords were tried.
    """
    if not user.is_called(name):
        raise BadCredentials("That is not your name: type it to have it deleted.")
    if user.has_usable_password():
        check_password(user, password, visitor, session_key)
