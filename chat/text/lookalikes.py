"""Names that look alike, as UTS #39, Unicode's Security Mechanisms, tells them.

https://www.unicode.org/reports/tr39/. The data is Unicode's own, in ``unicode.json``
with its version and licence; ``tests/support/unicode_table.py`` writes it. It knows
the characters that every Python knows which the site runs on, and is read when the
first name asks for it.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("unicode.json")
# Used in every script, or taken from the letter before.
_ANY = (frozenset({"Zyyy"}), frozenset({"Zinh"}))
# UTS #39 §5.2: what is written together, in East Asia and beside Latin everywhere.
_TOGETHER = (
    frozenset({"Latn", "Hani", "Hira", "Kana"}),
    frozenset({"Latn", "Hani", "Bopo"}),
    frozenset({"Latn", "Hani", "Hang"}),
)


class _Table(NamedTuple):
    """Each range of code points by its first, and what looks like what."""

    firsts: list[int]
    lasts: list[int]
    scripts: list[frozenset[str]]
    prototypes: dict[int, str]


def skeleton(text: str) -> str:
    """What two texts have in common that look alike; it is not for showing.

    UTS #39 §4: decompose, put the prototype for each character, decompose. Then the
    same without regard to case: who sees ``paypaI`` thinks of ``Paypal``.
    """
    return _mapped(_mapped(text).casefold())


def is_known(text: str) -> bool:
    """Whether all of it was in Unicode when the oldest Python that counts was made."""
    return all(_scripts_of(each) for each in text)


def mixes_scripts(text: str) -> bool:
    """Whether it is beyond the level that UTS #39 §5.2 calls highly restrictive.

    That is one script, or what East Asia writes together, with Latin beside it. The
    next level would let Latin stand beside Armenian or Cherokee, whose letters look
    like it; the one before keeps people from ``Tanaka田中``, which looks like nothing.
    """
    found = [_scripts_of(each) for each in set(text)]
    narrow = [each for each in found if each not in _ANY]
    if not narrow or frozenset.intersection(*narrow):
        return False
    return not any(all(each & group for each in narrow) for group in _TOGETHER)


def mixes_digits(text: str) -> bool:
    """Whether it has decimal digits of several systems: UTS #39 §5.3."""
    digits = filter(str.isdecimal, text)
    return len({ord(each) - unicodedata.decimal(each) for each in digits}) > 1


def _mapped(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", decomposed.translate(_table().prototypes))


def _scripts_of(character: str) -> frozenset[str]:
    """The codes of the scripts it is used in (ISO 15924); none if it is not known."""
    table, point = _table(), ord(character)
    place = bisect_right(table.firsts, point) - 1
    if place < 0 or table.lasts[place] < point:
        return frozenset()
    return table.scripts[place]


@cache
def _table() -> _Table:
    read = json.loads(_FILE.read_text("ascii"))
    ranges = []
    for names, points in read["scripts"].items():
        scripts = frozenset(names.split())
        for each in points.split():
            first, _, last = each.partition("-")
            ranges.append((int(first, 16), int(last or first, 16), scripts))
    firsts, lasts, scripts_of = zip(
        *sorted(ranges, key=lambda one: one[0]), strict=True
    )
    prototypes = {
        ord(each): prototype
        for prototype, all_like_it in read["confusables"].items()
        for each in all_like_it
    }
    return _Table(list(firsts), list(lasts), list(scripts_of), prototypes)
