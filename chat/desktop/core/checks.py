"""What is asked of values of the wire before they are kept, and of what is typed."""

from __future__ import annotations

from typing import Any


def text(said: Any) -> str:
    """It is text, without half a surrogate pair, which no screen takes."""
    said.encode()
    return str(said)


def number(said: Any) -> int:
    """It is a number of something.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(said, int):
        raise TypeError("That is no number.")
    return said


def is_place(text: str) -> bool:
    """Whether what is typed begins with a room, a person or a group."""
    return text.startswith(("#", "@", "&"))
