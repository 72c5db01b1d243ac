"""What replies show of the messages that they answer: ``quote`` of the wire.

The twin of the page's ``quotes.js``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from chat.desktop.core.checks import number, text

DELETED = "This message was deleted."
MOST = 200
LOOKED_AT = 500
_SPACE = re.compile(r"\s+")


def excerpt(body: str, most: int = MOST) -> str:
    """The beginning of a text, in one line; as in chat/text/excerpt.py."""
    line = _SPACE.sub(" ", body[:LOOKED_AT]).strip(" ")
    return line if len(line) <= most else f"{line[: most - 1].rstrip(' ')}…"


@dataclass
class Quote:
    """``body`` is one line; ``author`` the number of whoever is called ``sender``."""

    seq: int
    sender: str
    author: int
    body: str
    action: bool = False
    deleted: bool = False

    @classmethod
    def of(cls, wire: Mapping[str, Any]) -> Quote:
        """From the wire.

        Raises:
            one of STRANGE: it could not be drawn.
        """
        return cls(
            seq=number(wire["seq"]),
            sender=text(wire["from"]),
            author=number(wire["author"]),
            body=text(wire["body"]),
            action=wire.get("action", False),
            deleted=wire.get("deleted", False),
        )

    def wire(self) -> dict[str, Any]:
        """What ``of`` reads back."""
        fields = asdict(self)
        fields["from"] = fields.pop("sender")
        return fields

    def take(self, body: str, *, deleted: bool) -> bool:
        """What is quoted reads so now; whether that is something else."""
        now = ("", True) if deleted else (excerpt(body), False)
        is_other = now != (self.body, self.deleted)
        self.body, self.deleted = now
        return is_other

    def rename(self, names: Mapping[int, str]) -> bool:
        """What people are called now, by number; whether it shows another name."""
        before, self.sender = self.sender, names.get(self.author, self.sender)
        return before != self.sender


@dataclass(frozen=True)
class Reply:
    """What is answered: in which ``epoch`` of its log it has its number."""

    epoch: int
    quote: Quote

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Reply:
        """From disk."""
        return cls(number(kept["epoch"]), Quote.of(kept["quote"]))

    def kept(self) -> dict[str, Any]:
        """What ``of`` reads back."""
        return {"epoch": self.epoch, "quote": self.quote.wire()}
