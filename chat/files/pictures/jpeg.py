"""JPEG: segments, each with a marker (ITU-T T.81 §B)."""

from __future__ import annotations

import re

from chat.files.pictures.content import Broken, Content, blank
from chat.files.pictures.exif import HEADER, reduced

MARK, END, SCAN, COMMENT = 0xFF, 0xD9, 0xDA, 0xFE
JFIF, EXIF, PROFILE, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
# What applications put in, what JPEG's extensions do, and comments.
_ASIDE = (*range(0xE0, 0xFE), COMMENT)
# Of these so much is needed to see it as it is; behind it there may be a small picture.
_NEEDED = {JFIF: (b"JFIF\0", 12), ADOBE: (b"Adobe", 12)}
# Within a scan a byte of 255 is followed by 0, or by the number of a restart.
_SCAN_END = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")


def clean(content: Content) -> None:
    """Blank what is beside the picture, and what is behind it.

    Raises:
        Broken
    """
    at = 2
    while at + 4 <= len(content):
        marker = content[at + 1]
        if content[at] != MARK:
            raise Broken
        if marker == MARK:  # fill bytes
            at += 1
            continue
        if marker == END:
            blank(content, at + 2, len(content))
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content):
            raise Broken
        if marker in _ASIDE:
            _clean_segment(content, marker, at + 4, end)
        at = _behind_scan(content, end) if marker == SCAN else end


def _clean_segment(content: Content, marker: int, start: int, end: int) -> None:
    sign, needed = _NEEDED.get(marker, (b"", 0))
    said = bytes(content[start:end])
    if marker == EXIF and said.startswith(HEADER):
        content[start:end] = reduced(said)
    elif needed and said.startswith(sign):
        blank(content, min(start + needed, end), end)
    elif marker != PROFILE or not said.startswith(b"ICC_PROFILE\0"):
        blank(content, start, end)


def _behind_scan(content: Content, start: int) -> int:
    found = _SCAN_END.search(content, start)
    return found.start() if found else len(content)
