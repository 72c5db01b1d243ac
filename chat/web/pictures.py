"""How large pictures are on the page, so that they have their room before they come;
and how loud voices are.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from chat.wire import File


class Sides(NamedTuple):
    """Of a picture, in pixels."""

    width: int
    height: int


# So large it is at most; as in static/js/timeline/files_part.js.
MOST = Sides(320, 192)


class Bar(NamedTuple):
    """Of a voice, where a hundred is the whole height."""

    top: int
    height: int


# What is silent can be pressed, too; as in static/js/timeline/files_part.js.
LEAST = 8


def sides_shown(file: File | None) -> Sides:
    """How large a picture is in its message; a filter of templates."""
    if not file or not file.width or not file.height:
        return Sides(0, 0)
    scale = min(1, MOST.width / file.width, MOST.height / file.height)
    return Sides(ceil(file.width * scale), ceil(file.height * scale))


def bars(file: File | None) -> list[Bar]:
    """How loud a voice is from its beginning to its end; of none yet, one to be copied;
    a filter of templates.
    """
    heights = [max(LEAST, loud) for loud in (file.wave or () if file else [LEAST])]
    return [Bar(50 - height // 2, height) for height in heights]
