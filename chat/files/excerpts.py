"""Files that are text: the search finds what they say, and their message shows how they
begin.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

from chat.files.naming import SIGN_BYTES, media_of
from chat.text.clean import without_control_characters
from chat.text.highlight import in_colours

# So much of a file is looked at; a character has four bytes at most.
TEXT_CHARACTERS = 10_000
TEXT_BYTES = 4 * TEXT_CHARACTERS
LINES, CHARACTERS = 8, 800
ELLIPSIS = "…"
# What no text has: controls, but for those that part lines and words.
_BINARY = frozenset(map(chr, range(32))) - set("\t\n\f\r\x1b")
# Those whose code was made HTML of late.
_REMEMBERED = 500


def text_of(beginning: bytes) -> str:
    """What a file says, by its first ``TEXT_BYTES``; "": it is no text in UTF-8."""
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(beginning)
    except UnicodeDecodeError:
        return ""
    if not _BINARY.isdisjoint(text):
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return without_control_characters(lines)[:TEXT_CHARACTERS].strip("\n")


def said_in(beginning: bytes) -> str:
    """The same, of any file: what has a media type says nothing in words."""
    return "" if media_of(beginning[:SIGN_BYTES]) else text_of(beginning)


def excerpt_of(text: str) -> str:
    """The first lines of a text."""
    lines = text.split("\n")
    shown = "\n".join(lines[:LINES])
    if len(shown) > CHARACTERS:
        return shown[:CHARACTERS] + ELLIPSIS
    return f"{shown}\n{ELLIPSIS}" if len(lines) > LINES else shown


@lru_cache(maxsize=_REMEMBERED)
def excerpt_html(name: str, excerpt: str) -> str:
    """The first lines of a file, as HTML: below its name, as code of that language."""
    return in_colours(excerpt, name.rpartition(".")[2], name)
