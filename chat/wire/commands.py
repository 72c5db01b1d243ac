"""What a client asks for: a struct for each command, in the imperative.

The tag is the command's ``type`` on the wire.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from chat.wire.limits import HISTORY_DEFAULT, HISTORY_LIMIT

__all__ = [
    "AnyCommand",
    "Command",
    "Create",
    "Delete",
    "Edit",
    "FetchChanges",
    "FetchHistory",
    "Invite",
    "Join",
    "Leave",
    "ListRooms",
    "Login",
    "MarkRead",
    "Ping",
    "Post",
    "React",
    "SetTopic",
    "Type",
    "Who",
]

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
