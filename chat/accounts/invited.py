"""Who comes in invited: what the doors ask of whatever somebody was given.

An invitation is known by the address of its page. Whoever has one wants to go there, so
that the account pages know of it; at the other doors they say it. Or they are here by
one, as a guest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from chat.accounts.destination import wanted
from chat.accounts.visitor import Visitor, at_page
from chat.models import User


class Invitation:
    """What somebody comes by; this one is that of most people, who have none.

    ``accounts`` and ``guests``: whom it lets in where the site by itself does not.
    ``registers``: whether accounts are made by it even where the site takes none.
    """

    accounts = False
    guests = False
    registers = False

    @contextmanager
    def taken(self) -> Iterator[Callable[[User], None]]:
        """Hold it for somebody who is about to come, and is then handed over; given
        back where nobody is.

        Raises:
            NoSuchConversation: it is over.
        """
        yield lambda user: None


NONE = Invitation()
# Each finds one by the address of its page, who is at the door with it, and the guest
# who that is already, if any. A capability adds one in its ``apps.ready()``.
FINDERS: list[Callable[[str, Visitor, User | None], Invitation | None]] = []


def invitation_by(page: str, visitor: Visitor, guest: User | None = None) -> Invitation:
    """By what invitation somebody comes in; one that is over counts as none."""
    return next(filter(None, (find(page, visitor, guest) for find in FINDERS)), NONE)


def invitation_of(request: HttpRequest) -> Invitation:
    """The same of whoever has sent that."""
    user = request.user if isinstance(request.user, User) else None
    return invitation_by(wanted(request), at_page(request), user)
