"""The files that a message has brought along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chat.desktop.core.checks import number, text
from chat.desktop.core.sizes import size_of


@dataclass(frozen=True)
class SharedFile:
    """``size`` in bytes; the site calls it ``id``."""

    id: str
    name: str
    size: int

    @property
    def line(self) -> str:
        """How it is told of."""
        return f"📎 {self.name} ({size_of(self.size)})"


@dataclass(frozen=True)
class Shared:
    """``html`` is what the words above the files look like; empty without any."""

    html: str
    files: list[SharedFile]

    def words(self, body: str) -> str:
        """What of a message's body stands above them: each has a line of it."""
        lines = body.split("\n")
        return "\n".join(lines[: len(lines) - len(self.files)])


def shared_in(wire: Any) -> Shared | None:
    """What a message, or its change, tells of files; None: it has none.

    Raises:
        one of STRANGE: it could not be drawn.
    """
    if not wire:
        return None
    files = [
        SharedFile(text(each["id"]), text(each["name"]), number(each["size"]))
        for each in wire["files"]
    ]
    return Shared(text(wire["html"]), files)
