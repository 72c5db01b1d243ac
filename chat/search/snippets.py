"""What of a message shows why it was found: some of its words, and which were wanted.

Here it is also seen whether it still has them: the index may know it from before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chat.search.query import Phrase, Query
from chat.search.tokens import DENSE, WORD_CHARACTERS, folded

# Before the first word that was wanted, and in all.
BEFORE, CHARACTERS = 40, 200
ELLIPSIS = "…"
_RUNS = re.compile(rf"[{DENSE}]+|[^\s{DENSE}]+")
_ASCII = re.compile("[a-z0-9]+")
_DENSE = re.compile(f"[{DENSE}]")
# Beside marks: voicing of half-width Kana, and what ends a syllable of Hangul.
_GOING_ON = {"\uff9e", "\uff9f", *map(chr, range(0x1160, 0x1200))}

Span = tuple[int, int]


class Word(NamedTuple):
    """A token, and where it stands."""

    token: str
    start: int
    end: int


class Snippet:
    """Of the messages that a query has found."""

    def __init__(self, query: Query) -> None:
        self._wanted = query.phrases
        self._unwanted = query.unwanted

    def of(self, body: str) -> list[str]:
        """Its pieces, every second of them a found one; none: it is not wanted."""
        text = Text(body)
        if any(next(text.spans(phrase), None) for phrase in self._unwanted):
            return []
        spans: list[Span] = []
        for phrase in self._wanted:
            found = list(text.spans(phrase))
            if not found:
                return []
            spans += found
        return _pieces(body, _joined(spans))


class Text:
    """A body, and where its tokens stand: ``words`` are as ``tokens_of`` has them."""

    def __init__(self, body: str) -> None:
        self._letters, places = _folded(body)
        self._places = places
        self.words = list(self._words())

    def spans(self, phrase: Phrase) -> Iterator[Span]:
        """Where it has a phrase."""
        *first, last = phrase.words
        if not first and len(last) == 1 and _DENSE.match(last):
            for found in re.finditer(re.escape(last), self._letters):
                yield self._span(*found.span())
            return
        size = len(phrase.words)
        for at in range(len(self.words) - size + 1):
            its = self.words[at : at + size]
            end = its[-1].token
            fits = end.startswith(last) if phrase.is_prefix else end == last
            if fits and [word.token for word in its[:-1]] == first:
                yield its[0].start, its[-1].end

    def _words(self) -> Iterator[Word]:
        runs = _ASCII if self._letters.isascii() else _RUNS
        for run in runs.finditer(self._letters):
            start, end = run.span()
            if not _DENSE.match(run[0]):
                yield Word(run[0][:WORD_CHARACTERS], *self._span(start, end))
            elif end - start == 1:
                yield Word(run[0], *self._span(start, end))
            else:
                for at in range(start, end - 1):
                    pair = self._letters[at : at + 2]
                    yield Word(pair, *self._span(at, at + 2))

    def _span(self, start: int, end: int) -> Span:
        if not self._places:
            return start, end
        return self._places[start][0], self._places[end - 1][1]


def _folded(body: str) -> tuple[str, list[Span]]:
    """The body folded, and from where of it each character is; none: it is the same."""
    if body.isascii():
        return body.lower(), []
    made: list[str] = []
    places: list[Span] = []
    starts = [at for at, each in enumerate(body) if not at or not _goes_on(each)]
    for start, end in pairwise([*starts, len(body)]):
        piece = folded(body[start:end])
        made.append(piece)
        places += [(start, end)] * len(piece)
    return "".join(made), places


def _goes_on(character: str) -> bool:
    if character.isascii():
        return False
    return unicodedata.category(character)[0] == "M" or character in _GOING_ON


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In their order, and none in another."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _pieces(body: str, spans: Sequence[Span]) -> list[str]:
    begin = _cut(body, max(0, spans[0][0] - BEFORE)) if spans else 0
    end = _cut(body, begin + CHARACTERS)
    pieces, at = [ELLIPSIS if begin else ""], begin
    for start, stop in spans:
        if stop > end:
            break
        pieces[-1] += body[at:start]
        pieces += [body[start:stop], ""]
        at = stop
    pieces[-1] += body[at:end] + (ELLIPSIS if end < len(body) else "")
    return [re.sub(r"\s+", " ", piece) for piece in pieces]


def _cut(body: str, at: int) -> int:
    """Where to cut near there: between words, or at least before no mark."""
    if at <= 0 or at >= len(body):
        return max(0, min(at, len(body)))
    blank = body.rfind(" ", at - 20, at)
    if blank >= 0:
        return blank + 1
    while at and _goes_on(body[at]):
        at -= 1
    return at
