"""What an index is asked for: the words of a query, and marks.

A *mark* is a token that nobody can type: which conversation a message is in, by whom it
is, what it has. Everybody's search has the marks of the conversations that they are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from chat.search.query import Phrase

# With a scheme or www., as it becomes a link: see chat.text.links.
LINK = re.compile(r"https?://\S|\bwww\.\S", re.IGNORECASE)
CODE = re.compile("`[^`]")
HAS = {
    "link": "^link",
    "code": "^code",
    "file": "^file",
    "picture": "^picture",
}
IS = {"pinned": "^pinned"}


def in_conversation(number: int) -> str:
    """The mark of what is said there."""
    return f"={number}"


def by_person(number: int) -> str:
    """The mark of what they say."""
    return f"@{number}"


def naming(person: int | None) -> str:
    """The mark of what names them; or, None, of what calls everybody there."""
    return "^all" if person is None else f"^m{person}"


@dataclass
class Terms:
    """All ``phrases`` are wanted, and of each of ``marks`` one; none of the others.

    ``first`` and ``end``: which places, the last one excluded.
    """

    first: int
    end: int
    phrases: list[Phrase] = field(default_factory=list)
    marks: list[list[str]] = field(default_factory=list)
    unwanted: list[Phrase] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)


def joined(how: str, parts: Iterable[str]) -> str:
    """Parts of an expression, in brackets."""
    return f"({f' {how} '.join(parts)})"
