"""Words that are looked for in what people say: ``casino``, ``cas*``, ``buy now``.

A pattern is words, as people type them. A ``*`` stands for any letters and digits of a
word, a ``?`` for one; a word without a ``*`` at its end is meant as a whole. Neither
case nor accents count, nor marks of Markdown, nor how much space there is.

What it costs is bounded by how it is made: each ``*`` is gone through once from each
word's beginning, and never again, so that nothing is tried twice; and most texts have
not even the letters. Expressions would have to be run by RE2, or be stopped: why they
are not is in docs/decisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from chat import wire
from chat.text.fold import fold
from chat.wire.errors import Malformed

STARS_MOST = 4
# What Markdown makes of words leaves their letters: nobody hides a word by that.
_MARKS = str.maketrans("", "", "*_~`|\\")
_UNSEEN = str.maketrans("", "", "_~`|\\")
_STARS = re.compile(r"\*+")


def plain(text: str) -> str:
    """A text as patterns see it."""
    return " ".join(fold(text.translate(_MARKS)).split())


@dataclass(frozen=True)
class Pattern:
    """``parts``: what stands between the stars; ``needle``: letters that each text has
    which has the words.
    """

    parts: tuple[str, ...]
    needle: str

    @classmethod
    def of(cls, typed: str) -> Pattern:
        """What somebody has typed.

        Raises:
            Malformed: it would be found everywhere, or is too long.
        """
        parts = _parts(typed)
        if not any(map(_has_letter, parts)):
            raise Malformed("There is not a letter or digit in that: say which words.")
        if len(typed) > wire.PATTERN_CHARACTERS or len(parts) > STARS_MOST + 1:
            raise Malformed("That is too long, or has too many *: make several of it.")
        needles = [each for part in parts for each in part.split("?")]
        return cls(tuple(parts), max(needles, key=len))

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Made when a text has the letters: that is dear, and all patterns of the site
        are read anew when one is another.
        """
        return re.compile(_expression(self.parts))

    def is_in(self, text: str) -> bool:
        """Whether a text, as ``plain`` makes it, has the words."""
        return self.needle in text and self.words.search(text) is not None


def _parts(typed: str) -> list[str]:
    """What stands between the stars, as texts have it."""
    seen = " ".join(fold(typed.translate(_UNSEEN)).split())
    return _STARS.split(seen)


def _has_letter(part: str) -> bool:
    return any(map(str.isalnum, part))


def _expression(parts: Iterable[str]) -> str:
    """From the beginning of a word; what was found first behind a star stays found."""
    first, *others = map(_literal, parts)
    found = rf"(?<!\w){first}"
    for number, other in enumerate(others, 1):
        if number < len(others):
            found += rf"(?>\w*?{other})"
        elif other:
            found += rf"(?>\w*?{other}(?!\w))"
    return found if others else rf"{found}(?!\w)"


def _literal(part: str) -> str:
    return r"\w".join(map(re.escape, part.split("?")))
