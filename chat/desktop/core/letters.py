"""Which characters make a word, in every script, and where words begin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters, their marks, digits, and what joins words.
_WORDS = ("L", "M", "N")
JOINERS = "_\u200c\u200d"


def is_letter(character: str) -> bool:
    """Whether it is a part of a word."""
    return unicodedata.category(character)[0] in _WORDS or character in JOINERS


def word_before(text: str) -> int:
    """Where the word begins that a text ends with, and the gap behind it."""
    at = len(text)
    while at and text[at - 1] == " ":
        at -= 1
    if at and at == len(text) and text[at - 1] == "\n":
        return at - 1
    kind = bool(at) and is_letter(text[at - 1])
    while at and not text[at - 1].isspace() and is_letter(text[at - 1]) == kind:
        at -= 1
    return at


def word_after(text: str) -> int:
    """Where the word ends that a text begins with, and the gap before it."""
    return len(text) - word_before(text[::-1])


def named(name: str, text: str) -> list[tuple[int, int]]:
    """Where somebody is named in a text: as a word of its own, in any case."""
    if not name:
        return []
    found = _pattern(name).finditer(text)
    return [each.span() for each in found if _is_whole(text, *each.span())]


@lru_cache(8)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name), re.IGNORECASE)


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[:start][-1:], text[end:][:1]
    return not any(map(is_letter, before + after))
