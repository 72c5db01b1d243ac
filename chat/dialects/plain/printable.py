"""Text that a terminal only shows, and never obeys."""

from __future__ import annotations

import re
from collections.abc import Iterable

# C0, DEL and C1 controls: escape sequences start with them. Line and paragraph
# separators, and what overrides the direction of writing (Unicode UAX #9 §2.2): they
# can make one person's words look like another's. Surrogates on their own cannot be
# encoded.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff]")
# Marks, embeddings and isolates are ordinary in Hebrew and Arabic, as around a number
# that was copied; few terminals know what to do with them.
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]")


def printable(text: str) -> str:
    """The text as one line: a tab is a space, marks of direction are left out, and any
    other control character is U+FFFD.
    """
    return _CONTROLS.sub("\ufffd", _MARKS.sub("", text.replace("\t", " ")))


def encode_lines(lines: Iterable[str]) -> bytes:
    """Printable lines in UTF-8, each with the bare LF that netcat's people expect."""
    return "".join(f"{printable(line)}\n" for line in lines).encode()
