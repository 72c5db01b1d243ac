"""PNG: chunks, each with its length, type and checksum (W3C PNG, third edition, §5)."""

from __future__ import annotations

import zlib

from chat.files.pictures.content import Broken, Content, blank
from chat.files.pictures.exif import reduced

# Those that one can do without, and sees the picture otherwise then; among them are
# those of its movement.
_SEEN = {
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
    *(b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
}
# The fifth bit of its first letter says that one can do without it (§5.4).
_ANCILLARY = 0x20
# Ancillary, private, and to be copied by whoever does not know it.
UNUSED = b"noNe"


def clean(content: Content) -> None:
    """Blank the chunks that nobody sees, and what is behind the last.

    Raises:
        Broken
    """
    at, kind = 8, b""
    while kind != b"IEND":
        size = int.from_bytes(content[at : at + 4], "big")
        kind = bytes(content[at + 4 : at + 8])
        data, end = at + 8, at + 12 + size
        if not kind or end > len(content):
            raise Broken
        if kind == b"eXIf":
            _write(content, at, kind, reduced(bytes(content[data : data + size])))
        elif kind[0] & _ANCILLARY and kind not in _SEEN:
            _write(content, at, UNUSED, bytes(size))
        at = end
    blank(content, at, len(content))


def _write(content: Content, at: int, kind: bytes, data: bytes) -> None:
    check = zlib.crc32(kind + data).to_bytes(4, "big")
    content[at + 4 : at + 12 + len(data)] = kind + data + check
