"""Who is meant by what is said."""

from __future__ import annotations

from chat.wire.events.base import Event
from chat.wire.objects import Mentioning

__all__ = ["Mentioned", "Mentions"]


class Mentioned(Event, tag="mentioned"):
    """Somebody has named you: for whoever does not look into each message for it.

    It comes beside the ``message``, or the ``edited``, that does, before or after it.

    seq: the message's number.
    """

    conversation: int
    seq: int
    sender: str
    author: int


class Mentions(Event, tag="mentions"):
    """A page of the messages that name you, or call a room that you are in.

    mentions: the newest first.
    upto: where the page ends: ``before`` of the next.
    more: this is not all.
    """

    mentions: list[Mentioning]
    upto: int
    more: bool


MentionEvent = Mentioned | Mentions
