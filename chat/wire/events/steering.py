"""What happens in a room beside what is said, and who is kept out of it."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.kept import KeptOut
from chat.wire.objects import Time

__all__ = ["Bans", "Happened", "Kind"]

Kind = Literal[
    "role",
    "kicked",
    "banned",
    "unbanned",
    "name",
    "topic",
    "description",
    "private",
    "unlisted",
    "speakers",
    "slow",
    "keep",
    "lock",
    "archived",
    "pinned",
]


class Happened(Event, tag="happened"):
    """Something has happened in a room that its people may see.

    It stays in the log: ``history`` and ``changes`` have it among their ``events``.
    There is one of each ``topic`` and ``pinned`` as well, which as they happen are told
    by the events of that name.

    seq: 0 in the answer to a command that changed nothing: it took no number.
    author: their number; 0 if there is no such person any more, or there was none: a
        room whose owner is gone has got another.
    kind: what: ``role``, ``kicked``, ``banned`` or ``unbanned``; a ``topic`` was set; a
        message was ``pinned``; else what ``set`` has changed.
    value: what it is now, of what was set: a text, a number, true or false; the role:
        ``muted`` of who says nothing there from now on.
    key: of a ``name``, what all spellings of it have in common: see ``Conversation``.
    before: of a ``name``, the one before; of a role ``muted``, if that has ended and
        they are again what they were.
    whom: the name of whom it was done to.
    person: their number; 0 if there is no such person any more.
    reason: why, if they have said so.
    until: when it ends, if it does.
    target: the ``seq`` of the message that was pinned.
    """

    conversation: int
    seq: int
    sender: str
    author: int
    at: Time
    kind: Kind
    value: str | int | bool | UnsetType = UNSET
    key: str | UnsetType = UNSET
    before: str | UnsetType = UNSET
    whom: str | UnsetType = UNSET
    person: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    until: Time | UnsetType = UNSET
    target: int | UnsetType = UNSET


class Bans(Event, tag="bans"):
    """Who is kept out of a room.

    bans: those who were put out last come first.
    """

    conversation: int
    bans: list[KeptOut]


SteeringEvent = Bans
