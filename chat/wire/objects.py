"""What events are made of: people, conversations, messages, names and times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

__all__ = [
    "Conversation",
    "Limits",
    "Message",
    "Person",
    "Room",
    "sorted_names",
    "timestamp",
]


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


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and ``Z``: ``2026-01-31T12:00:00.000Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sorted_names(names: Iterable[str]) -> list[str]:
    """Names as every list shows them: each once, without regard to case."""
    return sorted(set(names), key=str.casefold)
