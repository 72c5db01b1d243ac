"""What concerns the connection itself, and what was asked on it."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event

__all__ = ["Delayed", "Error", "Goodbye", "Notice", "Pong"]


class Error(Event, tag="error"):
    """A command was not carried out, or the connection is about to end.

    code: what is wrong, for programs.
    detail: what is wrong, in a sentence for people, in their language.
    parameters: the names, numbers and times in the sentence, for a client that makes
        its own; ``count`` is what its plural goes by. Absent if there are none.
    retry: seconds after which the same command has a chance, where that is known.
    """

    code: str
    detail: str
    parameters: dict[str, str | int] | UnsetType = UNSET
    retry: float | UnsetType = UNSET


class Pong(Event, tag="pong"):
    """The sign of life that was asked for."""


class Delayed(Event, tag="delayed"):
    """Live events do not come just now, or come again; ``heads`` come all the same.

    on: true: they do not come; false: they do.
    """

    on: bool


class Notice(Event, tag="notice"):
    """Something that this person is to be told: show it.

    detail: a sentence or two for people.
    """

    detail: str


class Goodbye(Event, tag="goodbye"):
    """The last event of a connection, when the server restarts.

    What it had received was answered. What was not answered is sent again on the next
    connection, a post with the same ``id``.

    detail: a sentence for people.
    retry: seconds after which to connect again, another number for each connection.
    """

    detail: str
    retry: float


ConnectionEvent = Error | Pong | Delayed | Notice | Goodbye
