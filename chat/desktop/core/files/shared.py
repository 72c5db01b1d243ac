"""The files that a message has brought along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chat.desktop.core.checks import number, text
from chat.desktop.core.files.sizes import measures_of


@dataclass(frozen=True)
class SharedFile:
    """``size`` in bytes; the site calls it ``id``. Of a picture its sides are known."""

    id: str
    name: str
    size: int
    width: int | None = None
    height: int | None = None

    @property
    def line(self) -> str:
        """How it is told of."""
        about = measures_of(self.size, self.width, self.height)
        return f"📎 {self.name} ({about})"


@dataclass(frozen=True)
class Shared:
    """``html`` is what the words above the files look like, and the first lines of text
    files; empty without any.
    """

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
    return Shared(text(wire["html"]), [*map(_file, wire["files"])])


def _file(wire: Any) -> SharedFile:
    sides = [number(wire[side]) for side in ("width", "height") if wire.get(side)]
    return SharedFile(
        text(wire["id"]), text(wire["name"]), number(wire["size"]), *sides
    )
