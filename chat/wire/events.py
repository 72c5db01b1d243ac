"""What the server says: a struct for each event, in the past tense or a noun.

The tag is the event's ``type`` on the wire.
"""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from chat.wire.objects import Conversation, Limits, Message, Person, Room

__all__ = [
    "UNSET",
    "AnyEvent",
    "Changes",
    "Delayed",
    "Deleted",
    "Edited",
    "Error",
    "Event",
    "Goodbye",
    "Heads",
    "History",
    "Joined",
    "Left",
    "LogEvent",
    "MessagePosted",
    "Online",
    "Pong",
    "Posted",
    "Presence",
    "Reacted",
    "Read",
    "Rooms",
    "TopicSet",
    "Typing",
    "Welcome",
]


class Event(Struct, tag_field="type", kw_only=True, rename={"sender": "from"}):
    """What the server says."""

    ref: str | UnsetType = UNSET


class Welcome(Event, tag="welcome"):
    protocol: int
    you: Person
    conversations: list[Conversation]
    online: list[str]
    presence: int
    limits: Limits
    token: str | UnsetType = UNSET


class Posted(Event, tag="posted"):
    id: UUID
    conversation: int
    seq: int
    at: str


class MessagePosted(Event, tag="message"):
    conversation: int
    seq: int
    id: UUID
    sender: str
    author: int
    body: str
    html: str
    at: str
    guest: bool = False


class Edited(Event, tag="edited"):
    conversation: int
    seq: int
    target: int
    sender: str
    body: str
    html: str
    at: str


class Deleted(Event, tag="deleted"):
    conversation: int
    seq: int
    target: int
    sender: str
    at: str


class Reacted(Event, tag="reacted"):
    """``seq`` is 0 in the answer to a ``react`` that changed nothing."""

    conversation: int
    seq: int
    target: int
    sender: str
    emoji: str
    on: bool
    at: str


class TopicSet(Event, tag="topic"):
    conversation: int
    seq: int
    sender: str
    topic: str
    at: str


class History(Event, tag="history"):
    conversation: int
    messages: list[Message]
    more: bool


class Changes(Event, tag="changes"):
    """What changed after ``since``, in the order of ``changed``, each message once.

    ``topic`` is the room's topic now: a change of it takes a number, but is no message.
    """

    conversation: int
    messages: list[Message]
    upto: int
    more: bool
    topic: str


class Heads(Event, tag="heads"):
    """Where the logs end, and how far this person has read them."""

    heads: dict[int, int]
    read: dict[int, int]


class Read(Event, tag="read"):
    conversation: int
    seq: int


class Typing(Event, tag="typing"):
    conversation: int
    sender: str


class Presence(Event, tag="presence"):
    version: int
    online: list[str]
    offline: list[str]


class Online(Event, tag="online"):
    version: int
    users: list[str]


class Delayed(Event, tag="delayed"):
    """Live events do not come just now (``on``), or come again; ``heads`` still do."""

    on: bool


class Rooms(Event, tag="rooms"):
    rooms: list[Room]


class Joined(Event, tag="joined"):
    """``conversation`` is whole for whoever joined, its number for the others."""

    conversation: Conversation | int
    sender: str


class Left(Event, tag="left"):
    conversation: int
    sender: str


class Error(Event, tag="error"):
    """``retry``: seconds after which the same command has a chance, where known."""

    code: str
    detail: str
    retry: float | UnsetType = UNSET


class Pong(Event, tag="pong"):
    pass


class Goodbye(Event, tag="goodbye"):
    """The last event of a connection, when the server restarts.

    What it had received was answered. Come back in ``retry`` seconds: the number is
    each connection's own. What was not answered is sent again, with the same ``id``.

    A WebSocket is then closed with 1012 (service restart, in IANA's registry).
    """

    detail: str
    retry: float


# What takes a number of a conversation's log.
LogEvent = MessagePosted | Edited | Deleted | Reacted | TopicSet
AnyEvent = (
    Welcome
    | Posted
    | MessagePosted
    | Edited
    | Deleted
    | Reacted
    | TopicSet
    | History
    | Changes
    | Heads
    | Read
    | Typing
    | Presence
    | Online
    | Delayed
    | Rooms
    | Joined
    | Left
    | Error
    | Pong
    | Goodbye
)
