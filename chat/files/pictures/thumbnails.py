"""What is made of a picture: thumbnails, and what is told of it."""

from __future__ import annotations

from typing import NamedTuple

# How long the longer side is at most, in pixels, and as of what quality. The second is
# for screens that have two or three pixels where the page has one: so small, nobody
# sees what it lacks, and on a phone ten of them come as fast as on others.
QUALITIES = {320: 75, 480: 40, 1600: 75}
SIDES = tuple(QUALITIES)
# For programs that show nothing newer: the smallest, as PNG of few colours.
PLAIN = f"{SIDES[0]}.png"
# What is in its middle, for where a person is shown by it.
SQUARE, SQUARE_SIDE = "square.webp", 192
# The same, for programs that show nothing newer.
PLAIN_SQUARE, PLAIN_SQUARE_SIDE = "square.png", 64


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


MEDIA = {
    **{thumbnail(side): "image/webp" for side in SIDES},
    SQUARE: "image/webp",
    PLAIN: "image/png",
    PLAIN_SQUARE: "image/png",
}
