"""HEIF, so AVIF and HEIC: boxes; a picture consists of items (ISO/IEC 23008-12).

Where an item's bytes are says the box ``iloc``, what it is ``iinf`` (ISO/IEC 14496-12
§8.11). How a picture is turned is a property of it, and nothing of its Exif.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chat.files.pictures.content import Broken, Content, blank
from chat.files.pictures.exif import UPRIGHT, alone

# Those of all boxes that nobody sees, and items likewise; XMP is of the type ``mime``.
_UNSEEN = {b"uuid", b"free", b"skip", b"udta", b"mpvd"}
_ASIDE = {b"Exif", b"mime", b"uri "}
_HOLDERS = {b"moov", b"trak"}


class Box(NamedTuple):
    """Its type, and from where to before where its contents are."""

    kind: bytes
    start: int
    end: int


def clean(content: Content) -> None:
    """Blank the items and boxes that nobody sees.

    Raises:
        Broken
    """
    for box in _boxes(content, 0, len(content)):
        if box.kind == b"meta":
            _clean_items(content, box)
        else:
            _clean_box(content, box)


def _clean_box(content: Content, box: Box) -> None:
    if box.kind in _HOLDERS:
        for inner in _boxes(content, box.start, box.end):
            _clean_box(content, inner)
    # Of a film, ``meta`` has nothing that one sees.
    elif box.kind in _UNSEEN or box.kind == b"meta":
        content[box.start - 4 : box.start] = b"free"
        blank(content, box.start, box.end)


def _clean_items(content: Content, meta: Box) -> None:
    # It begins with its version and flags.
    inner = {box.kind: box for box in _boxes(content, meta.start + 4, meta.end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        raise Broken
    kinds = dict(_items(content, inner[b"iinf"]))
    within = inner[b"idat"].start if b"idat" in inner else 0
    for item, start, end in _places(content, inner[b"iloc"], within):
        if end > len(content):
            raise Broken
        if kinds.get(item) in _ASIDE:
            blank(content, start, end)
        if kinds.get(item) == b"Exif":
            # Before the block is said where in there it begins.
            block = bytes(4) + alone(UPRIGHT)
            if start + len(block) <= end:
                content[start : start + len(block)] = block
    for box in inner.values():
        if box.kind in _UNSEEN:
            blank(content, box.start, box.end)


def _boxes(content: Content, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        reader = _Reader(content, at)
        size, kind = reader.number(4), reader.bytes(4)
        if size == 1:
            size = reader.number(8)
        until = at + size if size else end
        if not reader.at <= until <= end:
            raise Broken
        yield Box(kind, reader.at, until)
        at = until


def _items(content: Content, iinf: Box) -> Iterator[tuple[int, bytes]]:
    """The number and the type of each."""
    reader = _Reader(content, iinf.start)
    count_bytes = 2 if reader.version() == 0 else 4
    for box in _boxes(content, iinf.start + 4 + count_bytes, iinf.end):
        reader = _Reader(content, box.start)
        version = reader.version()
        if version < 2:  # it does not say of what type it is
            raise Broken
        number = reader.number(2 if version == 2 else 4)
        reader.number(2)
        yield number, reader.bytes(4)


def _places(content: Content, iloc: Box, within: int) -> Iterator[tuple[int, int, int]]:
    """The number of each item, and from where to before where a part of it is."""
    reader = _Reader(content, iloc.start)
    version, sizes = reader.version(), reader.number(2)
    offset_bytes, length_bytes, base_bytes = (
        sizes >> 12,
        sizes >> 8 & 15,
        sizes >> 4 & 15,
    )
    index_bytes = sizes & 15 if version else 0
    number_bytes = 4 if version == 2 else 2
    for _ in range(reader.number(number_bytes)):
        item = reader.number(number_bytes)
        how = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(base_bytes) + (within if how == 1 else 0)
        for _ in range(reader.number(2)):
            reader.number(index_bytes)
            start = base + reader.number(offset_bytes)
            yield item, start, start + reader.number(length_bytes)


class _Reader:
    """Numbers of a box, one after the other."""

    def __init__(self, content: Content, at: int) -> None:
        self._content = content
        self.at = at

    def version(self) -> int:
        """Of a box that has one, with flags behind it."""
        return self.number(4) >> 24

    def number(self, size: int) -> int:
        return int.from_bytes(self.bytes(size), "big")

    def bytes(self, size: int) -> bytes:
        """Raises:
        Broken: there are no more.
        """
        found = bytes(self._content[self.at : self.at + size])
        if len(found) < size:
            raise Broken
        self.at += size
        return found
