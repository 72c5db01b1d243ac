"""The wire: one contract for every client, protocol 1.

JSON objects in UTF-8, one per WebSocket text frame at ``/ws/`` or one per line (LF) on
the TCP JSON port. Every object has ``type``; unknown fields are ignored, in both
directions, if they nest at most 100 deep. A command may carry ``ref`` (at most 64
characters): whatever answers it, an error too, carries the same ``ref``. Times are RFC
3339 in UTC with milliseconds and ``Z``. A person is named by ``name``, unique without
regard to case.

The promise
    1. A conversation is a log. Everything that happens to it (message, edit, deletion,
       reaction, topic) takes its next number: 1, 2, 3, … without holes.
    2. ``posted`` is sent after the commit. What was ``posted`` is never lost.
    3. Live events are a hint: they can be lost, doubled or swapped. A client keeps, per
       conversation, the number up to which it has everything. The next number: show it.
       A lower one: drop it. A higher one: ask for ``changes`` since its own. ``heads``
       comes at least every 25 s to a quiet connection.
    4. After any absence: connect, compare the ``head`` of each conversation in
       ``welcome`` with your own, ask for ``changes`` until ``more`` is false.
    5. A message's ``seq`` never changes; an edit, a deletion or a reaction sets its
       ``changed`` to the number that it took.
    6. A direct conversation is seen by its two people and nobody else.

A command is a struct in the imperative, an event is one in the past tense or a noun;
the tag is its ``type`` on the wire. Beyond the first version of the contract there are
``rooms``/``rooms``, ``invite``, ``delayed``, ``goodbye``, ``error.retry``,
``message.author`` and ``guest``, ``conversation.unread``, ``changes.topic`` and
``heads.read``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import accumulate
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from chat.wire.errors import ChatError, Malformed, RateLimited, TooLong, UnknownCommand

PROTOCOL = 1
BODY_CHARACTERS = 4000
TOPIC_CHARACTERS = 200
HISTORY_LIMIT = 200
HISTORY_DEFAULT = 50
NAME_CHARACTERS = 30
# A body of 4,000 characters, each escaped as two \uXXXX, with room for the envelope.
MAX_FRAME_BYTES = 64 * 1024
# Arrays and objects in one another. What Python follows differs from one to the next.
MAX_NESTING = 100

Ref = Annotated[str, Meta(max_length=64)]
Number = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Seq = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Limit = Annotated[int, Meta(ge=1, le=HISTORY_LIMIT)]
Word = Annotated[str, Meta(max_length=200)]


class Command(Struct, tag_field="type", kw_only=True):
    """What a client asks for."""

    ref: Ref | UnsetType | None = UNSET


class Login(Command, tag="login"):
    name: Word
    password: Annotated[str, Meta(max_length=1000)] | None = None
    token: Annotated[str, Meta(max_length=1000)] | None = None


class Post(Command, tag="post"):
    """``to``: a conversation's number, ``"#room"`` or ``"@name"``."""

    to: Number | Word
    body: str
    id: UUID


class Edit(Command, tag="edit"):
    conversation: Number
    seq: Number
    body: str


class Delete(Command, tag="delete"):
    conversation: Number
    seq: Number


class React(Command, tag="react"):
    conversation: Number
    seq: Number
    emoji: Annotated[str, Meta(min_length=1, max_length=16)]
    on: bool


class FetchHistory(Command, tag="history"):
    """The messages next below ``before`` or above ``after``; else the last."""

    conversation: Number
    before: Number | None = None
    after: Seq | None = None
    limit: Limit = HISTORY_DEFAULT


class FetchChanges(Command, tag="changes"):
    conversation: Number
    since: Seq
    limit: Limit = HISTORY_LIMIT


class MarkRead(Command, tag="read"):
    conversation: Number
    seq: Seq


class Type(Command, tag="typing"):
    conversation: Number


class Who(Command, tag="who"):
    pass


class ListRooms(Command, tag="rooms"):
    pass


class Create(Command, tag="create"):
    """``name`` with or without its ``#``."""

    name: Word
    topic: str = ""
    private: bool = False


class Join(Command, tag="join"):
    room: Word


class Invite(Command, tag="invite"):
    conversation: Number
    name: Word


class Leave(Command, tag="leave"):
    conversation: Number


class SetTopic(Command, tag="topic"):
    conversation: Number
    topic: str


class Ping(Command, tag="ping"):
    pass


AnyCommand = (
    Login
    | Post
    | Edit
    | Delete
    | React
    | FetchHistory
    | FetchChanges
    | MarkRead
    | Type
    | Who
    | ListRooms
    | Create
    | Join
    | Invite
    | Leave
    | SetTopic
    | Ping
)


class Person(Struct, kw_only=True):
    id: int
    name: str
    guest: bool


class Conversation(Struct, kw_only=True):
    """One conversation as one person sees it.

    ``kind`` is ``"room"`` or ``"direct"``; ``name`` is ``"#lobby"`` or ``"@bob"``.
    ``head`` is the conversation's last number, ``read`` this person's; ``unread``
    counts messages by others after ``read``, up to 100.
    """

    id: int
    kind: str
    name: str
    topic: str
    head: int
    read: int
    private: bool
    unread: int = 0


class Room(Struct, kw_only=True):
    """A room in the directory: public, or private and this person's."""

    id: int
    name: str
    topic: str
    members: int
    private: bool
    member: bool


class Message(Struct, kw_only=True, rename={"sender": "from"}):
    """A message as it reads now.

    ``author`` is the person's number: a guest's name can pass to somebody else, the
    number cannot. ``reactions`` maps an emoji to the names that gave it.
    """

    seq: int
    id: UUID
    sender: str
    author: int
    body: str
    html: str
    at: str
    changed: int
    edited: bool
    deleted: bool
    reactions: dict[str, list[str]]
    guest: bool = False


class Limits(Struct, kw_only=True):
    """``body`` in characters, ``history`` in messages, ``rate`` a second."""

    body: int
    history: int
    rate: float


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

_commands: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()
_envelope = msgspec.json.Decoder(dict[str, Any])
_COMMAND_TYPES = {command.__struct_config__.tag for command in AnyCommand.__args__}
# What is no bracket, or lies in a string: RFC 8259 §7 says where that ends.
_NO_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[^][{}"]++', re.DOTALL)
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # up and down, as signed bytes


class Rejected(Struct):
    """A line or frame that is no command: what answers it, and its ``ref``."""

    error: ChatError
    ref: str | UnsetType = UNSET


def decode(frame: bytes | str) -> AnyCommand | Rejected:
    """Read one command; never raises on anything a peer can send.

    A frame of more than ``MAX_FRAME_BYTES`` is ``too-long``; valid JSON of a ``type``
    that does not exist is ``unknown-command``; everything else is ``malformed``.
    """
    try:
        data = frame.encode() if isinstance(frame, str) else frame
    except UnicodeEncodeError:
        return Rejected(Malformed("That is not a JSON object in UTF-8."))
    if len(data) > MAX_FRAME_BYTES:
        return Rejected(TooLong(f"A command has at most {MAX_FRAME_BYTES} bytes."))
    if _nests_too_deeply(data):
        return Rejected(Malformed(f"A command nests at most {MAX_NESTING} deep."))
    try:
        return _commands.decode(data)
    except (msgspec.DecodeError, UnicodeError) as error:
        return _reject(data, error)


def _nests_too_deeply(frame: bytes) -> bool:
    # Every level takes two bytes, and most frames have no bracket but their own.
    if len(frame) <= 2 * MAX_NESTING or not (b"[" in frame or frame.find(b"{", 1) > 0):
        return False
    if frame.count(b"[") + frame.count(b"{") <= MAX_NESTING:
        return False
    steps = memoryview(_NO_BRACKETS.sub(b"", frame).translate(_STEPS)).cast("b")
    return max(accumulate(steps), default=0) > MAX_NESTING


def _reject(frame: bytes, error: Exception) -> Rejected:
    try:
        envelope = _envelope.decode(frame)
    except (msgspec.DecodeError, UnicodeError):
        return Rejected(Malformed("That is not a JSON object in UTF-8."))
    ref = envelope.get("ref")
    known_ref = ref if isinstance(ref, str) and len(ref) <= 64 else UNSET
    kind = envelope.get("type")
    if isinstance(kind, str) and kind not in _COMMAND_TYPES:
        return Rejected(UnknownCommand(), known_ref)
    return Rejected(Malformed(f"{str(error)[:200]}."), known_ref)


def encode(event: AnyEvent) -> bytes:
    """One event as compact JSON, without a line end."""
    return _encoder.encode(event)


def decode_event(frame: bytes | str) -> AnyEvent:
    """Read one event: what a client does, and a door that speaks no JSON.

    Raises:
        msgspec.DecodeError: it is no event of this contract.
    """
    return _events.decode(frame)


def answer(event: AnyEvent, ref: str | UnsetType | None) -> AnyEvent:
    """The same event as the answer to the command that carried ``ref``."""
    return (
        event
        if ref is UNSET or ref is None
        else msgspec.structs.replace(event, ref=ref)
    )


def error_event(error: ChatError, ref: str | UnsetType | None = UNSET) -> Error:
    """The ``error`` event that answers a command."""
    retry = error.retry if isinstance(error, RateLimited) else None
    return Error(
        code=error.code,
        detail=error.detail,
        ref=UNSET if ref is None else ref,
        retry=UNSET if retry is None else round(retry, 3),
    )


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and ``Z``: ``2026-01-31T12:00:00.000Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sorted_names(names: Iterable[str]) -> list[str]:
    """Names as every list shows them: each once, without regard to case."""
    return sorted(set(names), key=str.casefold)
