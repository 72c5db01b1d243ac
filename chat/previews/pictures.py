"""The picture that a page shows of itself: drawn anew by the site, as people's are."""

from __future__ import annotations

from typing import NamedTuple

from chat.files.naming import SIGN_BYTES, is_picture, media_of
from chat.files.pictures import shelf
from chat.files.pictures.thumbnails import SIDES, thumbnail
from chat.net.outgoing import Unfit
from chat.previews.fetching import fetch

PICTURE_BYTES = 4 * 2**20
WIDTH_MOST, HEIGHT_MOST = 240, 160


class Picture(NamedTuple):
    """WebP, and how large it is shown."""

    content: bytes
    width: int
    height: int


def picture_at(url: str) -> Picture:
    """The picture at an address, small.

    Raises:
        Unfit: it is none, or too large.
    """
    found = fetch(url, "image/", PICTURE_BYTES)
    if not (found.is_whole and is_picture(media_of(found.content[:SIGN_BYTES]))):
        raise Unfit("no picture, or too large a one")
    with shelf.drawn([found.content]) as made:
        if made is None:
            raise Unfit("a picture that cannot be drawn")
        small = (made.folder / thumbnail(SIDES[0])).read_bytes()
        drawn = made.drawn
    by = min(1.0, WIDTH_MOST / drawn.width, HEIGHT_MOST / drawn.height)
    sides = (max(1, round(side * by)) for side in (drawn.width, drawn.height))
    return Picture(small, *sides)
