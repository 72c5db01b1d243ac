"""What one has not read, what of it calls and why, and who has read one's words."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.kept import Device, RuleResult
from chat.wire.objects import Conversation, Level, Person, Time

__all__ = [
    "Counted",
    "Devices",
    "LevelSet",
    "MarkedUnread",
    "Paused",
    "Readers",
    "ReceiptsSet",
    "Seen",
    "Why",
]


class LevelSet(Event, tag="level"):
    """You have said what of a conversation calls you.

    level: what calls: see ``Conversation``.
    hidden: whether the room is out of your list.
    """

    conversation: int
    level: Level
    hidden: bool = False


class MarkedUnread(Event, tag="unread"):
    """You have something unread again: what you have seen of it does not read it.

    conversation: the whole of it: ``read`` may be lower than it was.
    """

    conversation: Conversation


class Counted(Event, tag="counted"):
    """How much of a conversation is unread.

    unread: messages by others after ``read``, up to ``head``: 1000 at most.
    read: how far you have read it.
    head: where its log ends.
    """

    conversation: int
    unread: int
    read: int
    head: int


class Readers(Event, tag="readers"):
    """Who has read a message, of those who show it; its author is not among them.

    seq: of the message.
    people: in the order of their names.
    """

    conversation: int
    seq: int
    people: list[Person]


class Seen(Event, tag="seen"):
    """Some people have read on, in a conversation of 50 people at most.

    It is told every two seconds at most, to those who show what they have read. It is a
    hint, as all that is live: ``readers`` knows.

    read: up to where, by the person's number.
    """

    conversation: int
    read: dict[int, int]


class ReceiptsSet(Event, tag="receipts"):
    """You show others what you have read, or not.

    on: true: you do, and see it of those who do.
    """

    on: bool


class Why(Event, tag="why"):
    """Why you were notified of a message, or not.

    notified: you were: all rules were passed.
    text: the same as a sentence, in your language.
    rules: what each rule has said to it; without ``decided``, what it says now.
    decided: when that was decided, a while after it was said; absent where nothing is
        kept of that: it is not decided yet, or was not meant for you, or is too old.
    """

    conversation: int
    target: int
    notified: bool
    text: str
    rules: list[RuleResult]
    decided: Time | UnsetType = UNSET


class Devices(Event, tag="devices"):
    """Which of your devices are notified.

    devices: in the order in which they came.
    server_key: the site's, in base64url: ``applicationServerKey`` of a subscription.
    paused: until when nothing is pushed to them; absent: it is.
    """

    devices: list[Device]
    server_key: str
    paused: Time | UnsetType = UNSET


class Paused(Event, tag="paused"):
    """You are notified of nothing for a while, or are again.

    until: when that ends; absent: it has.
    """

    until: Time | UnsetType = UNSET


UnreadEvent = (
    LevelSet
    | MarkedUnread
    | Counted
    | Readers
    | Seen
    | ReceiptsSet
    | Why
    | Devices
    | Paused
)
