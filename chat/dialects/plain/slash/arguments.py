"""What stands behind a command of the plain door."""

from __future__ import annotations

from chat import wire


def is_word(text: str) -> bool:
    """Whether it is one, and only one."""
    return len(text.split()) == 1


def is_place(text: str) -> bool:
    """Whether it begins as a place is written: ``#dev``, ``@bob`` or ``&7``."""
    return text.startswith(("#", "@", "&"))


def room_in(text: str) -> str:
    """A room, with or without its ``#``."""
    return f"#{text.removeprefix('#')}"


def place_in(text: str) -> str:
    """A room, or a group, as it is written; anything else is somebody's name."""
    return text if is_place(text) else f"@{text}"


def joined_in(text: str) -> str:
    """What is entered and left: a group as it is written, or else a room."""
    return text if text.startswith("&") else room_in(text)


def name_in(text: str) -> str:
    """Somebody, with or without an ``@``."""
    return text.removeprefix("@")


def is_number(text: str) -> bool:
    """Whether it can be one of a log, or of lines."""
    is_short = text.isascii() and text.isdecimal() and len(text) < 12
    return is_short and int(text) > 0


def limit_in(text: str) -> int | None:
    """How many messages; None if it cannot be as many."""
    # Python refuses to read numbers of thousands of digits.
    if not text.isdecimal() or len(text) > 3:
        return None
    return int(text) if 1 <= int(text) <= wire.HISTORY_LIMIT else None
