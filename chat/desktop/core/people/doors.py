"""What the doors are called by which somebody is here.

The twin of the page's ``door_names.js``.
"""

from __future__ import annotations

from collections.abc import Sequence

# By this one nearly everybody comes: of who is here by it alone, a list says nothing.
USUAL = ["browser"]
NAMES = {
    "browser": "web",
    "json/desktop": "desktop window",
    "json/terminal": "terminal",
}
KINDS = {"plain": "nc", "json": "JSON"}


def doors_called(doors: Sequence[str]) -> str:
    """``web, nc``, of the wire's ``doors``."""
    return ", ".join(map(_called, doors))


def unusual(doors: Sequence[str]) -> str:
    """What a list says of them beside the name."""
    return "" if doors == USUAL else doors_called(doors)


def _called(door: str) -> str:
    kind, _, client = door.partition("/")
    name = KINDS.get(kind, kind)
    return NAMES.get(door) or (f"{name} ({client})" if client else name)
