"""What opens an account at the doors without a page, beside its password.

Nobody can be asked there for a second factor. So where an account has one its password
opens nothing, and what does is a secret for programs alone. Where it has no password at
all, none is right.
"""

from __future__ import annotations

from collections.abc import Callable

from chat.accounts.visitor import Visitor
from chat.models import User
from chat.wire.errors import AppPasswordNeeded

# Whom a name with such a secret opens, for whoever is at a door; None if it is none of
# these. They raise BadCredentials and Banned. A capability adds what it gives out.
OPENING: list[Callable[[str, str, Visitor], User | None]] = []
# Whether an account has a second factor; a capability adds to it those that it knows.
SECOND_FACTORS: list[Callable[[User], bool]] = []


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
