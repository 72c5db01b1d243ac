"""What is said of the doors by which somebody is here."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UnsetType

from chat.dialects.plain.talk import Talk
from chat.words import sentence

# By this one nearly everybody comes: of who is here by it alone, a list says nothing.
USUAL = ["browser"]
NAMES = {
    "browser": sentence("web"),
    "json/desktop": sentence("desktop window"),
    "json/terminal": sentence("terminal"),
}
# These are called so in every language.
KINDS = {"plain": "nc", "json": "JSON"}


def doors_called(doors: Sequence[str], talk: Talk) -> str:
    """``web, nc``, of the wire's ``doors``."""
    return talk.words.joined(_called(each, talk) for each in doors)


def with_doors(name: str, doors: Sequence[str] | UnsetType, talk: Talk) -> str:
    """Somebody's name in a list, and how they are here, if known, and unusual."""
    doors = doors or USUAL
    return name if doors == USUAL else f"{name} ({doors_called(doors, talk)})"


def _called(door: str, talk: Talk) -> str:
    if door in NAMES:
        return talk.words(NAMES[door])
    kind, _, client = door.partition("/")
    name = KINDS.get(kind, kind)
    return f"{name} ({client})" if client else name
