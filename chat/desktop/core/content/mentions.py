"""Whom messages name: ``mentions`` and ``calls`` of the wire.

The twin of the page's ``mentions.js`` and ``names_in.js``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from chat.desktop.core.checks import number, text

_CALLS = re.compile(r"(?:here|room)(?![a-z0-9_-])", re.IGNORECASE)


class You(Protocol):
    """Whoever reads."""

    id: int


@dataclass
class Mention:
    """Somebody who is named.

    ``name`` is as it was typed, ``within`` what begins with it, if that is more, and
    ``called`` what they are called now, if that is another text.
    """

    author: int
    name: str
    within: str = ""
    called: str = ""

    @classmethod
    def of(cls, wire: Mapping[str, Any]) -> Mention:
        """From the wire.

        Raises:
            one of STRANGE: it could not be drawn.
        """
        more = [text(wire.get(each) or "") for each in ("within", "called")]
        return cls(number(wire["author"]), text(wire["name"]), *more)

    @property
    def typed(self) -> str:
        """What stands behind the ``@``."""
        return self.within or self.name

    @property
    def shown(self) -> str:
        """What stands there in place of the name."""
        return self.called or self.name


def mentions_in(wire: Mapping[str, Any]) -> list[Mention]:
    """Those that an event has."""
    return [Mention.of(each) for each in wire.get("mentions") or ()]


def as_wire(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """What ``mentions_in`` reads back."""
    return [asdict(each) for each in mentions]


def names_you(
    you: You | None, author: int, mentions: Iterable[Mention], calls: str
) -> bool:
    """Whether that names this person, or calls all; one's own does not."""
    if you is None or author == you.id:
        return False
    return bool(calls) or any(each.author == you.id for each in mentions)


def rename_in(mentions: Iterable[Mention], names: Mapping[int, str]) -> bool:
    """What people are called now, by number; whether one was called otherwise."""
    others = [
        each for each in mentions if names.get(each.author, each.shown) != each.shown
    ]
    for each in others:
        each.called = names[each.author]
    return bool(others)


def pieces(
    typed: str, mentions: Sequence[Mention], calls: str
) -> tuple[str, str, int | None]:
    """What stands for a text that begins with an ``@`` and may name somebody: the name,
    what follows it, and whose it is: 0 of all who are called, None of nobody.
    """
    name = typed[1:]
    its = next((each for each in mentions if each.typed == name), None)
    if its is not None:
        return f"@{its.shown}", name[len(its.name) :], its.author
    call = _CALLS.match(name) if calls else None
    return typed, "", None if call is None else 0
