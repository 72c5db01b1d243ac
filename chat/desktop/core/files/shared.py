"""The files that a message has brought along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chat.desktop.core.checks import number, text
from chat.desktop.core.files.sizes import length_of, measures_of

PDF = "application/pdf"
SIDES = "width", "height"


@dataclass(frozen=True)
class SharedFile:
    """``size`` in bytes; the site calls it ``id``. Of what can be drawn the sides are
    known: of a page of paper they are not its own.
    """

    id: str
    name: str
    size: int
    width: int | None = None
    height: int | None = None
    media: str = ""
    seconds: int = 0

    @property
    def line(self) -> str:
        """How it is told of."""
        return f"📎 {self.name} ({self.about})"

    @property
    def about(self) -> str:
        """How large it is."""
        is_paper = self.media == PDF
        sides = (None, None) if is_paper else (self.width, self.height)
        about = measures_of(self.size, *sides)
        return f"{about}, {length_of(self.seconds)}" if self.seconds else about


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
    return Shared(text(wire["html"]), [*map(file_of, wire["files"])])


def file_of(wire: Any) -> SharedFile:
    """A file as the server tells of it.

    Raises:
        one of STRANGE: it could not be drawn.
    """
    width, height = (number(wire[side]) if wire.get(side) else None for side in SIDES)
    return SharedFile(
        id=text(wire["id"]),
        name=text(wire["name"]),
        size=number(wire["size"]),
        width=width,
        height=height,
        media=text(wire.get("media", "")),
        seconds=number(wire.get("seconds", 0)),
    )
