"""What events are made of: people, conversations, messages, names and times."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

__all__ = [
    "Conversation",
    "Invitation",
    "Limits",
    "Message",
    "OfferedRoom",
    "Person",
    "Room",
]

Kind = Annotated[str, Meta(extra_json_schema={"enum": ["room", "direct"]})]
Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class Person(Struct, kw_only=True):
    """Somebody.

    id: their number, which stays theirs; a guest's name can pass to somebody else.
    name: as it is shown.
    key: what all spellings of the name have in common: case, form and width make no
        name another. Names are the same if their keys are; a client computes none.
    guest: without an account.
    """

    id: int
    name: str
    key: str
    guest: bool


class Conversation(Struct, kw_only=True):
    """A room or two people, as one person sees it.

    id: its number: ``conversation`` in commands and events.
    kind: ``"room"``, or ``"direct"``: of two people.
    name: ``"#lobby"``; of a direct one ``"@bob"``, the other person. Both are what
        ``to`` takes, in any spelling; ``"@bob~17"`` is a guest whose name is somebody
        else's by now.
    key: the name's, with its ``#`` or ``@``: see ``Person``.
    topic: what a room is about; else empty.
    head: the last number of its log.
    read: how far this person has read it.
    private: nobody gets in, or knows of it, who was not invited.
    unread: messages by others after ``read``, 100 at most.
    person: of a direct one, the other person's number.
    gone: they were a guest, whose name is free or somebody else's by now: nobody hears
        what is posted there, and it is refused.
    epoch: which log it is: another one after the site was restored from a backup.
        What you keep of another epoch is not of this log.
    """

    id: int
    kind: Kind
    name: str
    key: str
    topic: str
    head: int
    read: int
    private: bool
    unread: int = 0
    person: int | UnsetType = UNSET
    gone: bool | UnsetType = UNSET
    epoch: int = 0


class Room(Struct, kw_only=True):
    """A room in the directory.

    id: its number.
    name: with its ``#``.
    key: the name's, likewise: see ``Person``.
    topic: what it is about.
    members: how many people are in it, online or not.
    private: only who is in it sees it here.
    member: whether you are in it.
    """

    id: int
    name: str
    key: str
    topic: str
    members: int
    private: bool
    member: bool


class OfferedRoom(Struct, kw_only=True):
    """A room as somebody sees it who was invited: nothing of what is said in it.

    id: its number.
    name: with its ``#``.
    key: the name's, likewise: see ``Person``.
    topic: what it is about.
    private: nobody gets in, or knows of it, who was not invited.
    """

    id: int
    name: str
    key: str
    topic: str
    private: bool


class Invitation(Struct, kw_only=True, rename={"sender": "from"}):
    """An offer to come into a room, which waits for ``accept`` or ``decline``.

    conversation: the room.
    sender: the name of who invites.
    author: their number.
    at: when they did; it waits for 30 days.
    """

    conversation: OfferedRoom
    sender: str
    author: int | UnsetType = UNSET
    at: Time


class Message(Struct, kw_only=True, rename={"sender": "from"}):
    """A message as it reads now.

    seq: its number in the log, which never changes.
    id: what its author's client called it.
    sender: its author's name.
    author: its author's number.
    body: as it was typed; empty if it was deleted.
    html: the body as HTML that is safe in a page; empty if it was deleted.
    at: when it was posted.
    changed: the number of the last thing that happened to it; at first ``seq``.
    edited: its words are not the first ones.
    deleted: its words are gone, its place is not.
    reactions: who gave each emoji, by name, in the order in which they did.
    reactors: their numbers, in the same order.
    guest: its author has no account.
    action: true: it tells what its author does; else it is not there.
    """

    seq: int
    id: UUID
    sender: str
    author: int
    body: str
    html: str
    at: Time
    changed: int
    edited: bool
    deleted: bool
    reactions: dict[str, list[str]]
    guest: bool = False
    reactors: dict[str, list[int]] = {}
    action: bool | UnsetType = UNSET


class Limits(Struct, kw_only=True):
    """How much this site takes.

    body: characters of a message.
    history: messages of a page.
    rate: commands a second, in the long run.
    """

    body: int
    history: int
    rate: float
