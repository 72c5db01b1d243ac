"""What opens an account beside its password: on pages, and at the doors without one.

Nobody can be asked for a second factor at those. So where an account has one its
password opens nothing there, and what does is a secret for programs alone. Where it has
no password at all, none is right.
"""

from __future__ import annotations

from collections.abc import Callable

from chat.accounts.visitor import Visitor
from chat.models import User
from chat.wire.errors import AppPasswordNeeded, NotAllowed

# Whom a name with such a secret opens, for whoever is at a door; None if it is none of
# these. They raise BadCredentials and Banned. A capability adds what it gives out.
OPENING: list[Callable[[str, str, Visitor], User | None]] = []
# Whether an account has a second factor; a capability adds to it those that it knows.
SECOND_FACTORS: list[Callable[[User], bool]] = []

# How many ways in an account has beside its password; likewise.
WAYS: list[Callable[[User], int]] = []


def opened(name: str, secret: str, visitor: Visitor) -> User | None:
    """Whom a secret opens that is no password; None: it may be a password.

    Raises:
        BadCredentials, Banned
    """
    users = (opens(name, secret, visitor) for opens in OPENING)
    return next(filter(None, users), None)


def require_enough(user: User) -> None:
    """Make sure that the password alone opens this account where there is no page.

    Raises:
        AppPasswordNeeded
    """
    if any(has_one(user) for has_one in SECOND_FACTORS):
        raise AppPasswordNeeded


def require_another_way(user: User) -> None:
    """Make sure that this account has another way in than one that is to go.

    Raises:
        NotAllowed
    """
    if user.has_usable_password() + sum(count(user) for count in WAYS) < 2:
        raise NotAllowed("Nothing else would let you in: set a password first.")
