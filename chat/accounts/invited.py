"""Who comes in invited: what the account pages ask of whatever somebody was given.

Somebody invited wants to go to the page of their invitation, so that at each of these
pages it is known by where they want to go; or is here by one as a guest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest

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
# Each finds what the sender of a request comes by, or None. A capability adds one in
# its ``apps.ready()``.
FINDERS: list[Callable[[HttpRequest], Invitation | None]] = []


def invitation_of(request: HttpRequest) -> Invitation:
    """By what invitation somebody comes in, who has sent that."""
    return next(filter(None, (find(request) for find in FINDERS)), NONE)
