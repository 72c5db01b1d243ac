"""Markdown's basics as runs of text with a style each, for faces that know no HTML.

A text is gone through once, whatever is in it: where what begins may end is looked up
in a list of such places, and not searched for again at each beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_SCHEME = r"(?:https?://|mailto:)"
# What an address may end with. It ends before a backslash, which browsers take for a
# slash, and others for a part of the name before ``@``.
_LAST = r"[^\s<>.,:;!?'\")\]\\]"
_URL = rf"{_SCHEME}[^\s<>\\]*{_LAST}"
_BEGINS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!`)(?P<ticks>`+)"
    r"|(?P<label>\[)"
    rf"|<?(?P<url>{_URL})>?"
    r"|(?P<bold>\*\*|(?<!\w)__)(?=\S)"
    r"|(?P<mark>(?<!\*)\*(?!\*)|(?<!\w)_)(?=\S)"
)
_TARGET = re.compile(rf"\]\(({_SCHEME})")
_ENDS = {
    "**": re.compile(r"(?<=\S)(?=\*\*(?!\*))"),
    "__": re.compile(r"(?<=\S)(?=__(?!\*))"),
    "*": re.compile(r"(?<=\S)(?=\*(?![\w*]))"),
    "_": re.compile(r"(?<=\S)(?=_(?![\w*]))"),
    "label": re.compile(r"(?=[\]\n])"),
    "target": re.compile(rf"(?<={_LAST})(?=\))"),
    "word": re.compile(r"(?=[\s<>\\])"),
}


@dataclass(frozen=True)
class Span:
    """Text with the names of its styles: ``bold italic code block quote link``."""

    text: str
    styles: frozenset[str] = frozenset()
    target: str = ""


def spans(body: str) -> list[Span]:
    """A message's body as spans; line ends are in their text."""
    found: list[Span] = []
    for kind, lines in _blocks(body.split("\n")):
        if found:
            found.append(Span("\n"))
        text = "\n".join(lines)
        if kind == "block":
            found.append(Span(text, frozenset({"code", "block"})))
        else:
            found.extend(_inline(text, frozenset({kind} - {""})))
    return found


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines in groups: fenced code, quotes, everything else."""
    group: tuple[str, list[str]] = ("", [])
    fence = ""
    for line in lines:
        if fence:
            if line.strip().startswith(fence):
                fence = ""
                yield group
                group = ("", [])
            else:
                group[1].append(line)
            continue
        opened = _FENCE.match(line)
        kind = "block" if opened else "quote" if _QUOTE.match(line) else ""
        if opened or kind != group[0]:
            if group[1]:
                yield group
            group = (kind, [])
        if opened:
            fence = opened[1]
        else:
            group[1].append(_QUOTE.sub("", line) if kind == "quote" else line)
    if group[1]:
        yield group


class _Ends:
    """Where in a text something may end, by what it is; each is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, list[int]] = {}
        self._ticks: dict[str, list[int]] | None = None

    def first(self, what: str, least: int) -> int | None:
        """The first place from there on."""
        places = self._all(what)
        which = bisect_left(places, least)
        return places[which] if which < len(places) else None

    def last(self, what: str, most: int) -> int | None:
        """The last place up to there."""
        places = self._all(what)
        which = bisect_right(places, most)
        return places[which - 1] if which else None

    def _all(self, what: str) -> list[int]:
        if what.startswith("`"):
            return self._runs_of_ticks().get(what, [])
        if what not in self._places:
            found = _ENDS[what].finditer(self._text)
            self._places[what] = [match.start() for match in found]
        return self._places[what]

    def _runs_of_ticks(self) -> dict[str, list[int]]:
        if self._ticks is None:
            self._ticks = {}
            for match in re.finditer("`+", self._text):
                self._ticks.setdefault(match[0], []).append(match.start())
        return self._ticks


def _inline(text: str, styles: frozenset[str]) -> Iterator[Span]:
    ends = _Ends(text)
    end = at = 0
    while match := _BEGINS.search(text, at):
        found = _marked(text, match, ends, styles)
        if found is None:
            at = match.start() + 1  # it is only a character
            continue
        if match.start() > end:
            yield Span(text[end : match.start()], styles)
        spans, end = found
        yield from spans
        at = end
    if end < len(text):
        yield Span(text[end:], styles)


Found = tuple[Iterator[Span], int]


def _marked(
    text: str, match: re.Match[str], ends: _Ends, styles: frozenset[str]
) -> Found | None:
    """The spans of what begins there, and where it ends; None if it does not."""
    start = match.end()
    if escaped := match["escaped"]:
        return iter([Span(escaped, styles)]), start
    if url := match["url"]:
        return iter([Span(url, styles | {"link"}, url)]), start
    if ticks := match["ticks"]:
        return _code(text, start, ends.first(ticks, start), ticks, styles)
    if match["label"]:
        return _link(text, start, ends, styles)
    mark = match["bold"] or match["mark"]
    found = _between(text, start, ends, mark, styles)
    if found is None and mark == "__":
        return _between(text, start - 1, ends, "_", styles)
    return found


def _code(
    text: str, start: int, end: int | None, ticks: str, styles: frozenset[str]
) -> Found | None:
    if end is None:
        return None
    code = text[start:end]
    return iter([Span(code.strip() or code, styles | {"code"})]), end + len(ticks)


def _link(text: str, start: int, ends: _Ends, styles: frozenset[str]) -> Found | None:
    """``[label](target)``; the target goes as far as its word has such an end."""
    middle = ends.first("label", start + 1)
    begun = _TARGET.match(text, middle) if middle is not None else None
    if middle is None or begun is None or text[start] in "]\n":
        return None
    word = ends.first("word", begun.end())
    end = ends.last("target", len(text) if word is None else word)
    if end is None or end <= begun.end():
        return None
    label, target = text[start:middle], text[begun.start(1) : end]
    return iter([Span(label, styles | {"link"}, target)]), end + 1


def _between(
    text: str, start: int, ends: _Ends, mark: str, styles: frozenset[str]
) -> Found | None:
    end = ends.first(mark, start + 1)
    if end is None:
        return None
    style = "bold" if len(mark) == 2 else "italic"
    return _nested(text[start:end], styles, style), end + len(mark)


def _nested(text: str, styles: frozenset[str], style: str) -> Iterator[Span]:
    """Nothing gets bolder than bold, and a body of mere stars has an end."""
    if style in styles:
        yield Span(text, styles)
    else:
        yield from _inline(text, styles | {style})
