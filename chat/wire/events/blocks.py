"""Whom one does not hear, and which talk is out of the way."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event

__all__ = ["Blocked", "Hidden"]


class Blocked(Event, tag="blocked"):
    """You have blocked somebody, or unblocked them; nobody else hears it.

    A direct conversation with them is not in your list any more; when they are
    unblocked it comes back by ``joined``, with what they have written meanwhile. What
    ``author`` says in rooms is to be folded, and is nothing unread.

    name: whom.
    author: their number, which stays theirs if they are called otherwise.
    on: true: blocked; false: unblocked.
    conversation: of the two of you, if there is one.
    """

    name: str
    author: int
    on: bool
    conversation: int | UnsetType = UNSET


class Hidden(Event, tag="hidden"):
    """You have put a direct conversation out of the way: it is not in your list."""

    conversation: int


BlockEvent = Blocked | Hidden
