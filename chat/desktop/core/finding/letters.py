"""Which characters make a word, in every script, and where words begin."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from chat.desktop.core.finding.fold import fold

# Letters, their marks, digits, and what joins words.
_WORDS = ("L", "M", "N")
JOINERS = "_\u200c\u200d"
# Thai, Lao, Tibetan, Burmese, Khmer and their neighbours; Han, kana, and Korean, which
# has no space before its particles.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3105-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaadf\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uffdc\U00016fe0-\U00018dff\U0001b000-\U0001b2ff"
    "\U00020000-\U0003ffff]"
)


def is_letter(character: str) -> bool:
    """Whether it is a part of a word."""
    return unicodedata.category(character)[0] in _WORDS or character in JOINERS


def is_unspaced(character: str) -> bool:
    """Whether it is of a script that puts no spaces between its words."""
    return _UNSPACED.match(character) is not None


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


def word_start(text: str) -> int:
    """Where the name begins that a text ends with: behind blanks, brackets, quotes."""
    at = len(text)
    while at and not (text[at - 1].isspace() or _opens(text, at - 1)):
        at -= 1
    return at


def named(name: str, text: str) -> list[tuple[int, int]]:
    """Where somebody is named in a text: as a word of its own, however it is spelled.

    ``ann-marie``, ``ann.b`` and ``ann@example.org`` are others; what is written without
    spaces has no edges that one could see.
    """
    sought = fold(name)
    if not sought or sought not in fold(text):
        return []
    folds = list(map(fold, text))
    places = list(zip(accumulate(map(len, folds), initial=0), range(len(folds) + 1)))
    # Where letters leave nothing behind, the last one begins there, the first one ends.
    begins, ends = dict(places), dict(reversed(places))
    folded, found, at = "".join(folds), [], 0
    while (at := folded.find(sought, at)) >= 0:
        start, end = begins.get(at), ends.get(at + len(sought))
        at += 1
        if start is not None and end is not None:
            end = _with_marks(text, end)
            if _is_whole(text, start, end):
                found.append((start, end))
                at += len(sought) - 1
    return found


def _opens(text: str, at: int) -> bool:
    """Whether a bracket or a quote opens there; an apostrophe is within a word."""
    if text[at] in "\"'`<":
        return text[at] != "'" or not at or not is_letter(text[at - 1])
    return unicodedata.category(text[at]) in ("Ps", "Pi")


def _with_marks(text: str, end: int) -> int:
    """Behind the accents of the letter that ends before, which a fold leaves out."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        if fold(text[end]):
            break
        end += 1
    return end


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return not (_goes_on(before[::-1], text[start]) or _goes_on(after, text[end - 1]))


def _goes_on(beyond: str, edge: str) -> bool:
    """Whether a word goes on beyond its ``edge``, over a sign in it perhaps."""
    if not beyond or beyond[0].isspace():
        return False
    if is_letter(beyond[0]):
        is_mark = unicodedata.category(beyond[0])[0] == "M"
        return is_mark or not (is_unspaced(beyond[0]) or is_unspaced(edge))
    is_joined = len(beyond) > 1 and is_letter(beyond[1])
    return beyond[0] in "-.@" and is_joined and not is_unspaced(beyond[1])
