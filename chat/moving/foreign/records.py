"""What is told of another chat, whichever it was.

Keys are the other's own; what a text says of people and rooms is marked, and gets the
names that they have here when it is stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from chat.moving.errors import MovingError

# Around what is to be named; they stand for nothing in any text.
MARK, END = "\ue000", "\ue001"
_MARKED = re.compile(f"{MARK}([@#])([^{END}]*){END}")


@dataclass(frozen=True)
class Person:
    """``names``: what they may be called here, the best first."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A room, or without a name what two or more people say among themselves."""

    key: str
    name: str = ""
    topic: str = ""
    private: bool = False
    members: tuple[str, ...] = ()
    created: datetime | None = None


class Said(msgspec.Struct, frozen=True, array_like=True):
    """A message; ``reactions``: emoji, each with who gave it. ``answers``: the key and
    the author of what it is a reply to.
    """

    key: str
    place: str
    author: str
    at: datetime
    body: str
    action: bool = False
    edited: bool = False
    deleted: bool = False
    reactions: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, str] | None = None


@dataclass
class Told:
    """What a reader has found out so far; ``lost``: what cannot be brought along."""

    origin: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)

    def know(self, key: str, *names: str | None) -> str:
        """See that somebody is known, who may be in no list."""
        if key not in self.people:
            self.introduce(key, *names)
        return key

    def introduce(self, key: str, *names: str | None) -> None:
        """Take somebody from a list; who has no name there is called by the key."""
        self.people[key] = Person(key, tuple(filter(None, names)) or (key,))


class Reader(Protocol):
    """Reads an export: people and places first, into ``told``, then what was said."""

    told: Told

    def read(self) -> Iterator[Said]:
        """All of it, in no order.

        Raises:
            MovingError: it is not what such an export is.
        """
        ...


def person(key: str) -> str:
    """What stands in a text for somebody's name."""
    return f"{MARK}@{key}{END}"


def room(key: str) -> str:
    """What stands in a text for a room's name."""
    return f"{MARK}#{key}{END}"


def unmarked(text: str) -> str:
    """A text of the other's, in which nothing looks like our marks."""
    return text.replace(MARK, "").replace(END, "")


def named(text: str, name_of: Callable[[str, str], str]) -> str:
    """The text with names; ``name_of`` is asked with ``@`` or ``#``, and a key."""
    if MARK not in text:
        return text
    return _MARKED.sub(lambda it: it[1] + name_of(it[1], it[2]), text)


def moment(seconds: float) -> datetime:
    """The time so many seconds after 1970.

    Raises:
        MovingError: there is no such time.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise MovingError(f"It tells of a time that there is not: {seconds}.") from None
