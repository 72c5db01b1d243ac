"""All emoji by name, and which of them somebody looks for.

The twin of the page's ``emoji.js``, without the tones of skin. The table is the page's
``static/emoji.json``, which the site packs beside this program.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chat.desktop.core.finding.fold import fold

# Where the table is in a checkout.
CHECKOUT = Path(__file__).parents[4] / "static" / "emoji.json"
_WORDS = re.compile(r"[^\W_]+")
_NO_FIT = 4


@dataclass(frozen=True)
class Emoji:
    """``words`` are those of its name; ``others`` are other words for it, whole, and
    ``all`` is each word of both.
    """

    emoji: str
    name: str
    words: tuple[str, ...]
    others: tuple[str, ...]
    all: tuple[str, ...]

    def rank(self, words: list[str], typed: str) -> int:
        """The name comes first, then words of it, then what they begin with, then
        others.
        """
        if "".join(words) == "".join(self.words):
            return 0
        if all(word in self.words for word in words) or typed in self.others:
            return 1
        if _fits(self.words, words):
            return 2
        return 3 if _fits(self.all, words) else _NO_FIT

    def is_called(self, words: list[str], typed: str) -> bool:
        """Whether that is its name, or one of the other words for it."""
        return "".join(words) == "".join(self.words) or typed in self.others


def find(typed: str, use: Callable[[str], float] = lambda _: 0) -> list[Emoji]:
    """Those that fit what was typed, the best first; of those that fit as well, what is
    used more.
    """
    words, whole = _words(typed), fold(typed.strip())
    if not words and not whole:
        return []
    found = [(each.rank(words, whole), each) for each in table()]
    fit = [row for row in found if row[0] < _NO_FIT and (words or row[0] == 1)]
    return [e for _, e in sorted(fit, key=lambda row: (row[0], -use(row[1].emoji)))]


def named(typed: str) -> str | None:
    """What has that very name, or that word for itself: ``tada``, ``+1``."""
    words, whole = _words(typed), fold(typed.strip())
    found = [each for each in table() if each.is_called(words, whole)]
    best = min(found, key=lambda each: each.rank(words, whole), default=None)
    return best.emoji if best is not None else None


@cache
def table() -> tuple[Emoji, ...]:
    """All of them; none where there is no table."""
    groups = json.loads(_read() or '{"groups": []}')["groups"]
    return tuple(_read_in(*row[:3]) for group in groups for row in group["emoji"])


def _read_in(emoji: str, name: str, others: str) -> Emoji:
    words, more = tuple(_words(name)), fold(others)
    whole = tuple(more.split(" "))
    return Emoji(emoji, name, words, whole, (*words, *_WORDS.findall(more)))


def _read() -> str:
    try:
        packed = pkgutil.get_data("chat.desktop", "emoji.json")
    except OSError:
        packed = CHECKOUT.read_bytes() if CHECKOUT.exists() else None
    return (packed or b"").decode()


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _fits(words: tuple[str, ...], typed: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in typed)
