"""The server's HTML as runs of text with a style each, for faces that draw no HTML.

What a message looks like is settled by the server alone; here its few tags are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

KEPT = 512
# A body of 4,000 characters makes far less.
HTML_MOST = 200_000
DEEP_MOST = 100
# Each takes its time, and nobody draws very many.
SPANS_MOST, PIECE = 240, 2048
SCHEMES = ("http:", "https:", "mailto:")
RULE = "─" * 24
BULLETS = "•◦▪"
_LINE_END = re.compile(r"<br>\n?|</(?:p|li|pre|blockquote|h\d)>\n?")
_TAG = re.compile("<[^<>]*>")
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_STYLES = {
    **{"strong": "bold", "em": "italic", "s": "struck"},
    **{"code": "code", "pre": "block", "blockquote": "quote", "a": "link"},
    **dict.fromkeys(_HEADINGS, "bold"),
}
# A name in the words: see ``mentions.pieces``. Other spans are colours of code.
_MENTION = "mention"
_TEXTS = {"p", "li", "pre", *_HEADINGS}
_BLOCKS = {*_TEXTS, "blockquote", "ul", "ol", "hr"}
# Where the HTML has line ends between blocks, an empty line was typed between these.
# (Where it has none, every empty line is a break within a block.)
_APART = {("p", "p"), ("ul", "p"), ("ol", "p"), ("blockquote", "p")}
_APART |= {("blockquote", "blockquote")}


@dataclass(frozen=True)
class Span:
    """Text with its styles: ``bold italic struck code block quote link mention``.

    ``target``: where a link leads; ``link`` tells the links of a message apart.
    """

    text: str
    styles: frozenset[str] = frozenset()
    target: str = ""
    link: int = 0


@lru_cache(KEPT)
def spans(html: str, body: str) -> tuple[Span, ...]:
    """A message as spans; line ends are in their text.

    ``body`` stands as it was typed where there is no HTML, or none that shows.
    """
    if html and len(html) <= HTML_MOST:
        found = _read(html)
        if any(span.text.strip() for span in found):
            return tuple(_joined(found))
    return (Span(body),)


def _read(html: str) -> list[Span]:
    """Its spans; of one that has very many the end is plain."""
    reader, at = _Reader(), 0
    while at < len(html) and len(reader.spans) < SPANS_MOST:
        reader.feed(html[at : at + PIECE])
        at += PIECE
    if at >= len(html):
        reader.close()
        return reader.spans
    bare = _TAG.sub("", _LINE_END.sub("\n", reader.rawdata + html[at:]))
    return [*reader.spans, Span(unescape(bare).rstrip("\n"))]


@dataclass
class _Element:
    tag: str
    target: str = ""
    link: int = 0
    # Of a list: the number of its next item, or None for a bullet.
    number: int | None = None


class _Reader(HTMLParser):
    """``spans``: what was read so far.

    Line ends wait: between blocks there are as many as the blocks want, and none after
    the last one.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: list[Span] = []
        self._open: list[_Element] = []
        self._links = 0
        self._ended = ""
        self._marker = ""
        self._breaks = 0
        # Whether a block has just begun or ended, or a line.
        self._is_between, self._is_broken = True, False
        self._has_line_ends = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            is_apart = self._has_line_ends and (self._ended, tag) in _APART
            self._pass_between(is_apart)
        if tag == "br":
            self._breaks += 1
            self._is_between, self._is_broken = False, True
        elif tag == "hr":
            self._put(RULE)
            self._pass_between(False)
        elif tag in ("a", "ol", "ul", *_STYLES, *_BLOCKS):
            self._begin(tag, dict(attrs))
        elif tag == "span" and ("class", _MENTION) in attrs:
            self._begin(tag, {})

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self._open]
        if tag not in tags:
            return
        if tag in _BLOCKS:
            if self._marker:
                self._put("")
            self._pass_between(False)
            self._ended = tag
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._has("pre"):
            self._put(data[:-1] if data.endswith("\n") else data)
            self._breaks = int(data.endswith("\n"))
            return
        if self._is_broken and data.startswith("\n"):
            data = data[1:]  # ``<br>`` has ended that line
        if self._is_between:
            data = data.lstrip("\n")
            if not self._is_in_text and (not data or data.isspace()):
                self._has_line_ends = True
                return
        text = data.rstrip("\n")
        if text:
            self._put(text)
        self._breaks += len(data) - len(text)

    # --- Steps ------------------------------------------------------------------------

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if len(self._open) >= DEEP_MOST:
            return
        element = _Element(tag)
        if tag == "a":
            self._links += 1
            target = attributes.get("href") or ""
            if target.lower().startswith(SCHEMES):
                element.target, element.link = target, self._links
        elif tag == "ol":
            start = attributes.get("start") or "1"
            element.number = int(start) if start.isdecimal() else 1
        elif tag == "li":
            self._marker = self._item(attributes.get("value") or "")
        self._open.append(element)
        self._ended = ""

    def _item(self, value: str) -> str:
        """What stands before an item of the innermost list."""
        lists = [each for each in self._open if each.tag in ("ul", "ol")]
        if not lists:
            return ""
        indent, inner = "  " * (len(lists) - 1), lists[-1]
        if inner.number is None:
            return f"{indent}{BULLETS[min(len(lists), len(BULLETS)) - 1]} "
        inner.number = (int(value) if value.isdecimal() else inner.number) + 1
        return f"{indent}{inner.number - 1}. "

    def _pass_between(self, is_apart: bool) -> None:
        least = 0 if not self.spans else 2 if is_apart else 1
        self._breaks = max(self._breaks, least)
        self._is_between, self._is_broken = True, False

    def _put(self, text: str) -> None:
        """Text, below what wants to stand above it."""
        if self._breaks:
            is_inside = self._has("pre") and not self._is_between
            styles = self._styles if is_inside else self._styles & {"quote"}
            self.spans.append(Span("\n" * self._breaks, styles))
        lists = sum(each.tag in ("ul", "ol") for each in self._open)
        if self._marker or (self._breaks and lists):
            self.spans.append(Span(self._marker or "  " * lists))
        anchor = next((e for e in reversed(self._open) if e.link), _Element(""))
        styles = self._styles if anchor.link else self._styles - {"link"}
        self.spans.append(Span(text, styles, anchor.target, anchor.link))
        self._breaks, self._marker = 0, ""
        self._is_between = self._is_broken = False

    @property
    def _styles(self) -> frozenset[str]:
        named = {_MENTION for e in self._open if e.tag == "span"}
        return frozenset(
            {*named, *(_STYLES[e.tag] for e in self._open if e.tag in _STYLES)}
        )

    @property
    def _is_in_text(self) -> bool:
        return any(each.tag in _TEXTS for each in self._open)

    def _has(self, tag: str) -> bool:
        return any(each.tag == tag for each in self._open)


def _joined(found: Iterable[Span]) -> list[Span]:
    """Neighbours that look the same as one."""
    joined: list[Span] = []
    for span in found:
        last = joined[-1] if joined else None
        if last and (last.styles, last.link) == (span.styles, span.link):
            joined[-1] = replace(last, text=last.text + span.text)
        elif span.text:
            joined.append(span)
    return joined


def code_blocks(html: str, body: str) -> list[str]:
    """The blocks of code of a message, as they are copied."""
    blocks: list[str] = []
    was_block = False
    for span in spans(html, body):
        is_block = "block" in span.styles
        if is_block and was_block:
            blocks[-1] += span.text
        elif is_block:
            blocks.append(span.text)
        was_block = is_block
    return [block for block in blocks if block.strip()]
