"""What was found."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from chat.wire.events.base import Event
from chat.wire.objects import Time

__all__ = ["Hit", "Results"]


class Hit(Struct, kw_only=True, rename={"sender": "from"}):
    """A message that was found.

    conversation: the number of where it was said.
    name: of that conversation, as its own.
    epoch: of that log.
    seq: its number there.
    sender: its author's name.
    author: its author's number.
    guest: its author has no account.
    at: when it was posted.
    text: what stands around the found words, on one line, in pieces: every second one,
        after the first, is what was found.
    action: true: it tells what its author does; else it is not there.
    """

    conversation: int
    name: str
    epoch: int
    seq: int
    sender: str
    author: int
    guest: bool
    at: Time
    text: list[str]
    action: bool | UnsetType = UNSET


class Results(Event, tag="results"):
    """A page of what a search has found.

    hits: in the order that was asked for.
    more: there are others behind the last one.
    cursor: what to ask for them with; empty if there are none.
    """

    hits: list[Hit]
    more: bool
    cursor: str
