"""A text that is too long for one message, as the messages that it makes."""

from __future__ import annotations

import re

# Where one may end, the best first: below a paragraph, a line, a sentence, a word.
_ENDS = ("\n\n", "\n", ". ", " ")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$", re.MULTILINE)


def parts(text: str, most: int) -> list[str]:
    """The messages, in order, none longer than ``most``; code that is cut stays code.

    Nothing is lost but blank space where it is cut.
    """
    made: list[str] = []
    rest = text.strip("\n")
    while len(rest) > most:
        opened, mark = _left_open(rest[: _cut(rest, most)], most)
        # Code is ended here, and begun again in the next one.
        at = _cut(rest, most - len(mark) - 1 if mark else most)
        opened, mark = _left_open(rest[:at], most)
        part, rest = rest[:at].rstrip(), rest[at:]
        rest = rest.lstrip("\n") if rest.startswith("\n") else rest.lstrip(" ")
        if mark:
            part, rest = f"{part}\n{mark}", f"{opened}\n{rest}"
        made.append(part)
    return [part for part in (*made, rest) if part.strip()]


def _cut(text: str, most: int) -> int:
    """Where to end, in the second half of what there is room for."""
    for end in _ENDS:
        at = text.rfind(end, most // 2, most)
        if at >= 0:
            return at + len(end.strip())
    return most


def _left_open(text: str, most: int) -> tuple[str, str]:
    """The line that begins code that does not end in a text, and what ends it."""
    opened, mark = "", ""
    for fence in _FENCE.finditer(text):
        if not mark:
            opened, mark = fence[0], fence[1]
        elif fence[1].startswith(mark) and fence[0].strip() == fence[1]:
            opened = mark = ""
    return (opened, mark) if len(opened) < most // 4 else ("", "")
