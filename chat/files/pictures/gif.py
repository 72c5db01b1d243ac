"""GIF: blocks, which have data in sub-blocks of a length byte each (GIF89a §15-26)."""

from __future__ import annotations

from chat.files.pictures.content import Broken, Content, blank

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
CONTROL, COMMENT = 0xF9, 0xFE
# Of applications: how often it is repeated, and what its colours are.
_SEEN = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_MOST = 255


def clean(content: Content) -> None:
    """Make empty comments of the extensions that nobody sees, and blank what is behind.

    Raises:
        Broken
    """
    try:
        at = 13 + _table_bytes(content[10])
        while content[at] != TRAILER:
            at = _clean_block(content, at)
    except IndexError:
        raise Broken from None
    blank(content, at + 1, len(content))


def _clean_block(content: Content, at: int) -> int:
    """Where the next one begins."""
    if content[at] == IMAGE:
        return _behind(content, at + 11 + _table_bytes(content[at + 9]))
    if content[at] != EXTENSION:
        raise Broken
    end = _behind(content, at + 2)
    application = bytes(content[at + 3 : at + 14])
    if content[at + 1] != CONTROL and application not in _SEEN:
        content[at + 1] = COMMENT
        _blank_blocks(content, at + 2, end - 1)
    return end


def _behind(content: Content, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _blank_blocks(content: Content, start: int, end: int) -> None:
    """Also their lengths: some programs write all of a text as if it were these."""
    while start < end:
        size = min(_MOST, end - start - 1)
        # One byte alone would have no room for a block.
        size -= end - start - 1 - size == 1
        content[start] = size
        blank(content, start + 1, start + 1 + size)
        start += 1 + size


def _table_bytes(flags: int) -> int:
    """How much room its own colours take."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
