"""What is made of a picture: thumbnails, and what is told of it."""

from __future__ import annotations

from typing import NamedTuple

# How long the longer side is at most, in pixels.
SIDES = (320, 640, 1600)
# For programs that show nothing newer: the smallest, as PNG of few colours.
PLAIN = f"{SIDES[0]}.png"


class Drawn(NamedTuple):
    """Its sides in pixels, as it is seen; its colour, such as ``#8090a0``, unless one
    sees through it.
    """

    width: int
    height: int
    colour: str


def thumbnail(side: int) -> str:
    """What it is called."""
    return f"{side}.webp"


MEDIA = {**{thumbnail(side): "image/webp" for side in SIDES}, PLAIN: "image/png"}
