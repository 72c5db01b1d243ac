"""What happens to the connection to the server, in the order in which it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Union

from chat.desktop.core.history.messages import Event


@dataclass(frozen=True)
class Connecting:
    """A connection is being opened."""


@dataclass(frozen=True)
class Connected:
    """The server has said ``welcome``; ``say`` says a command over this connection.

    Over no other: nothing that was meant for one is ever said over the next.
    """

    say: Callable[[Event], None]


@dataclass(frozen=True)
class Received:
    """The server has said this, in that order."""

    events: list[Event]


@dataclass(frozen=True)
class Disconnected:
    """There is no connection, and why; the next try comes after ``pause`` seconds.

    None: only the person can mend it. ``fingerprint``: of a certificate that they may
    trust; ``code``: of the server's error.
    """

    sentence: str
    pause: float | None = None
    fingerprint: str = ""
    code: str = ""


@dataclass(frozen=True)
class Carried:
    """A file has gone further; ``tell`` tells that to whoever waits for it."""

    tell: Callable[[], None]


ConnectionEvent = Union[Connecting, Connected, Received, Disconnected, Carried]
