"""What somebody types to find something, read: see ``docs/search.md``.

Nothing of it is looked up here, so that it is the same whoever asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby

from chat.search.tokens import DENSE, tokens_of
from chat.text.clean import within
from chat.wire import QUERY_CHARACTERS
from chat.wire.errors import Malformed, TooLong
from chat.words import plural, sentence

TERMS_MOST = 16
QUERY_LIMIT = plural(
    "A search has at most {count} character.",
    "A search has at most {count} characters.",
)
# A prefix of one letter is in every message.
PREFIX_LEAST = 2
DAYS = ("before", "after", "on")
NAMED = ("from", "in", "has", "is", "to", "mentions")
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'))
_PIECES = re.compile(
    rf"(?P<no>-)?(?:(?P<key>{'|'.join((*DAYS, *NAMED))}):(?=[^\s]))?"
    r'(?:"(?P<quoted>[^"]*)(?:"(?P<starred>\*)?|$)|(?P<bare>\S+))',
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})(?:-(0?[1-9]|1[0-2])(?:-(0?[1-9]|[12]\d|3[01]))?)?")
_LETTER = re.compile(f"[{DENSE}]")
_NOTHING = sentence("Say what to look for: a word, or how one begins.")
_SHORT = sentence("Before a * stand two letters at least.")
_NO_DAY = sentence("{word}: takes a day, such as 2026-01-31.")


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another, the last of them only begun if ``is_prefix``."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Filter:
    """``in:#dev``: the ``key`` is one of ``NAMED``."""

    key: str
    value: str
    is_not: bool = False


@dataclass
class Query:
    """All ``phrases`` are wanted and none of ``unwanted``, between two moments."""

    phrases: list[Phrase] = field(default_factory=list)
    unwanted: list[Phrase] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None


def read(text: str, zone: int = 0) -> Query:
    """What is asked for; ``zone``: how many minutes its days are ahead of UTC's.

    Raises:
        TooLong: it has more than ``QUERY_CHARACTERS``, or ``TERMS_MOST``.
        Malformed: there is nothing to look for, or something makes no sense.
    """
    text = within(text, QUERY_CHARACTERS, QUERY_LIMIT)
    normal = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    pieces = list(_PIECES.finditer(normal))
    query = Query()
    for piece in pieces:
        if (key := (piece["key"] or "").lower()) in DAYS:
            _bound(query, key, piece, timezone(timedelta(minutes=zone)))
        elif key:
            value = piece["quoted"] or piece["bare"] or ""
            query.filters.append(Filter(key, value, bool(piece["no"])))
        else:
            _look_for(query, piece, is_last=piece.end() == len(normal))
    _require_some(query)
    return query


def _look_for(query: Query, piece: re.Match[str], *, is_last: bool) -> None:
    bare = piece["bare"]
    text = piece["quoted"] if bare is None else bare
    words = tokens_of(text).words
    if not words:
        return
    is_starred = bool(piece["starred"]) or (bare or "").endswith("*")
    is_short = len(words[-1]) < PREFIX_LEAST
    if is_starred and is_short and not _LETTER.match(words[-1]):
        raise Malformed(_SHORT)
    # The last word may not be all there yet.
    is_begun = is_last and bare is not None and not piece["no"] and bare[-1].isalnum()
    phrases = _phrases(words, is_prefix=(is_starred or is_begun) and not is_short)
    (query.unwanted if piece["no"] else query.phrases).extend(phrases)


def _phrases(words: Sequence[str], *, is_prefix: bool) -> list[Phrase]:
    """A letter of a dense script that is by itself here is part of a pair there."""
    grouped = groupby(words, lambda word: len(word) == 1 and bool(_LETTER.match(word)))
    found = [
        Phrase(tuple(part))
        for is_letter, its in grouped
        for part in _parts(its, is_letter)
    ]
    last = found[-1].words
    return [*found[:-1], Phrase(last, is_prefix and not _LETTER.match(last[-1]))]


def _parts(words: object, is_letter: bool) -> list[list[str]]:
    its = list(words)  # type: ignore[call-overload]
    return [[word] for word in its] if is_letter else [its]


def _bound(query: Query, key: str, piece: re.Match[str], zone: timezone) -> None:
    found = _DAY.fullmatch(piece["bare"] or piece["quoted"] or "")
    if found is None or piece["no"]:
        raise Malformed(_NO_DAY, word=key)
    try:
        first, end = _span(*(int(part or 0) for part in found.groups()))
        begin, after = (_begin_of(day, zone) for day in (first, end))
    except (ValueError, OverflowError):
        raise Malformed(_NO_DAY, word=key) from None
    if key != "before":
        its = begin if key == "on" else after
        query.since = max(query.since or its, its)
    if key != "after":
        its = after if key == "on" else begin
        query.until = min(query.until or its, its)


def _span(year: int, month: int, day: int) -> tuple[date, date]:
    """The first day of it, and the first one after; 0: all of them."""
    if not month:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if not day:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return (first := date(year, month, day)), first + timedelta(days=1)


def _begin_of(day: date, zone: timezone) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _require_some(query: Query) -> None:
    bounds = query.since, query.until
    count = len(query.phrases) + len(query.unwanted) + len(query.filters)
    if not count and bounds == (None, None):
        raise Malformed(_NOTHING)
    if count > TERMS_MOST:
        raise TooLong(
            "A search has at most {count} word.",
            "A search has at most {count} words.",
            count=TERMS_MOST,
        )
