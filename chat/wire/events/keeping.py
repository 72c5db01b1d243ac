"""What is kept of what was said: answers to who asks for it."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.kept import Kept, Version

__all__ = ["Bookmarked", "Pins", "Saved", "Versions"]


class Pins(Event, tag="pins"):
    """What is pinned in a conversation.

    pins: the last pinned first.
    """

    conversation: int
    pins: list[Kept]


class Bookmarked(Event, tag="bookmarked"):
    """You have saved a message, or no more, by this connection or another.

    target: the message's ``seq``.
    on: true: it is in the list; false: it is not.
    """

    conversation: int
    target: int
    on: bool


class Saved(Event, tag="saved"):
    """A page of what you have saved, of all conversations.

    saved: the last saved first.
    more: there are others: ask for those before the last ``number``.
    """

    saved: list[Kept]
    more: bool


class Versions(Event, tag="versions"):
    """What a message said before, as far as that is kept.

    versions: the oldest first; the last one is what it says now, unless it is deleted.
    deleted: true: it is; else it is not there.
    """

    conversation: int
    target: int
    versions: list[Version]
    deleted: bool | UnsetType = UNSET


KeepingEvent = Pins | Bookmarked | Saved | Versions
