"""How well what is typed fits a name: it is the name, its begin, the begin of a word in
it, a part of it, or its letters stand in it in that order.

The twin of the page's ``match.js``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from chat.desktop.core.finding.fold import fold

T = TypeVar("T")
WHOLE, BEGIN, WORD, PART, LETTERS = 100, 80, 60, 40, 20
# "dsk" is in "#desktop-news"; four letters of a sentence are not what was meant.
WIDEST = 4
_BETWEEN_WORDS = re.compile(r"[\s\-_#@.:/]")


def fit(typed: str, name: str) -> float:
    """A number, the higher the better; 0 if it does not fit. Each word typed has to."""
    words, folded = fold(typed).split(), fold(name)
    whole = _fit_of(" ".join(words), folded) if len(words) > 1 else 0
    each = [_fit_of(word, folded) for word in words]
    return max(whole, min([*each, WHOLE]))


def fitting(
    typed: str, things: Iterable[T], name_of: Callable[[T], str] = str
) -> list[T]:
    """Whatever fits of them, the best first; of equals the shorter name, then their
    order.
    """
    found = [
        (-fit(typed, name_of(each)), units(name_of(each)), each) for each in things
    ]
    there = [each for each in found if each[0]]
    return [each for *_, each in sorted(there, key=lambda row: row[:2])]


def units(name: str) -> int:
    """How long JavaScript says that it is."""
    return len(name.encode("utf-16-be", "surrogatepass")) // 2


def _fit_of(word: str, name: str) -> float:
    if word == name:
        return WHOLE
    at = name.find(word)
    if at < 0:
        return LETTERS * _closeness(word, name)
    if at == 0:
        return BEGIN
    return WORD if _is_in_words(word, name, at) else PART


def _is_in_words(word: str, name: str, at: int) -> bool:
    while at >= 0:
        if at and _BETWEEN_WORDS.match(name[at - 1]):
            return True
        at = name.find(word, at + 1)
    return False


def _closeness(word: str, name: str) -> float:
    """1 where the letters stand together, less the wider apart, 0 if not in order."""
    best, start = 0.0, name.find(word[0])
    while start >= 0:
        end = _end_of(word, name, start)
        if end < 0:
            break
        best = max(best, len(word) / (end - start))
        start = name.find(word[0], start + 1)
    return best if best * WIDEST >= 1 and len(word) > 1 else 0


def _end_of(word: str, name: str, at: int) -> int:
    for letter in word:
        found = name.find(letter, at)
        if found < 0:
            return -1
        at = found + 1
    return at
