"""What the site knows of characters: Unicode's own data, of one version.

It is in ``unicode.json``, with its version and licence; ``tests/support/unicode_table``
writes it. It knows the characters that every Python knows which the site runs on: what
``unicodedata`` says of these is the same on each of them, now and later, for Unicode
promises that (https://www.unicode.org/policies/stability_policy.html). It is read when
the first name asks for it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("unicode.json")


class Table(NamedTuple):
    """Each range of code points by its first, and what looks like what.

    ``joining``: how a letter joins: to both sides (D), to the left (L), the right (R).
    """

    firsts: list[int]
    lasts: list[int]
    scripts: list[frozenset[str]]
    prototypes: dict[int, str]
    joining: dict[str, str]


def is_known(text: str) -> bool:
    """Whether all of it was in Unicode when the oldest Python that counts was made."""
    return text.isascii() or all(map(scripts_of, text))


def scripts_of(character: str) -> frozenset[str]:
    """The codes of the scripts it is used in (ISO 15924); none if it is not known."""
    known, point = table(), ord(character)
    place = bisect_right(known.firsts, point) - 1
    if place < 0 or known.lasts[place] < point:
        return frozenset()
    return known.scripts[place]


@cache
def table() -> Table:
    read = json.loads(_FILE.read_text("ascii"))
    ranges = sorted(
        (first, last, frozenset(names.split()))
        for names, points in read["scripts"].items()
        for first, last in _ranges(points)
    )
    firsts, lasts, scripts_of_each = zip(*ranges, strict=True)
    prototypes = {
        ord(each): prototype
        for prototype, all_like_it in read["confusables"].items()
        for each in all_like_it
    }
    joining = {
        chr(point): kind
        for kind, points in read["joining"].items()
        for first, last in _ranges(points)
        for point in range(first, last + 1)
    }
    return Table(list(firsts), list(lasts), list(scripts_of_each), prototypes, joining)


def _ranges(points: str) -> Iterator[tuple[int, int]]:
    for each in points.split():
        first, _, last = each.partition("-")
        yield int(first, 16), int(last or first, 16)
