"""WebP: chunks of RIFF (RFC 9649 §2)."""

from __future__ import annotations

from chat.files.pictures.content import Broken, Content, blank
from chat.files.pictures.exif import reduced

_SEEN = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
# What nobody knows is passed over (§2.7.1.6).
UNUSED = b"NONE"
# Among the flags of VP8X: there is an XMP chunk.
_XMP = 0x04
# Of a frame, before the chunks in it.
_FRAME_BYTES = 16


def clean(content: Content) -> None:
    """Blank the chunks that nobody sees, and what is behind the last.

    Raises:
        Broken
    """
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise Broken
    _clean_chunks(content, 12, end)
    blank(content, end, len(content))


def _clean_chunks(content: Content, at: int, end: int) -> None:
    while at + 8 <= end:
        kind = bytes(content[at : at + 4])
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        start, stop = at + 8, at + 8 + size
        if stop > end:
            raise Broken
        if kind == b"EXIF":
            content[start:stop] = reduced(bytes(content[start:stop]))
        elif kind == b"ANMF":
            _clean_chunks(content, start + _FRAME_BYTES, stop)
        elif kind == b"VP8X" and size:
            content[start] &= ~_XMP
        elif kind not in _SEEN:
            content[at : at + 4] = UNUSED
            blank(content, start, stop)
        at = stop + size % 2
