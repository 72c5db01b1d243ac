"""What stands in the lines of a message: code, links, backslashes, line breaks.

Where links, code and brackets are is found out once for each text. Spaces and line
breaks stay as they are. Nothing stands for another character, so ``&amp;`` does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, link

from chat.text.blocks import begins_block
from chat.text.emphasis import is_word, mark
from chat.text.links import Link, find_links
from chat.text.mentions import begins_mention
from chat.text.visible import is_visible

_TICKS = re.compile("`+")
_BRACKETS = re.compile(r"\\.|[\[\]]")
_TARGET = re.compile(r"\([ \t]*<?(?:https?://|mailto:)[^\s>)]", re.IGNORECASE)
_ESCAPED_LINK = re.compile(
    r"\[[^\[\]\n]{1,500}\]\((?:https?://|mailto:)|<(?:https?://|mailto:)[^\s<>]*>",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:(?<![a-z0-9+.-])(?:https?|mailto)|(?<![\w.])www)\Z", re.I)
# How far from a line's begin a backslash can stand that keeps it from being a block.
NUMBER_CHARACTERS = 12


def use_inline(markdown: MarkdownIt) -> MarkdownIt:
    """Have it know these, and no entities, images and HTML."""
    rules = markdown.inline.ruler
    rules.at("text", _text)
    rules.at("linkify", _address)
    rules.at("newline", _newline)
    rules.at("escape", _escape)
    rules.at("backticks", _code)
    rules.at("link", _link)
    rules.at("autolink", _bracketed)
    markdown.inline.ruler.disable(["image", "html_inline", "entity"])
    return markdown.enable("linkify")


class _Source:
    """A text, and what is where in it; ``markdown`` says what a link may lead to."""

    def __init__(self, text: str, markdown: MarkdownIt) -> None:
        self._text = text
        self._markdown = markdown

    @cached_property
    def links(self) -> dict[int, tuple[Link, str]]:
        """The bare links and their addresses, by where they begin."""
        found = {}
        for each in find_links(self._text):
            target = self._markdown.normalizeLink(each.url)
            if self._markdown.validateLink(target):
                found[each.start] = each, target
        return found

    @cached_property
    def link_starts(self) -> list[int]:
        return sorted(self.links)

    @cached_property
    def code(self) -> dict[int, tuple[int, int]]:
        """Where the code begins and ends whose first ticks are there, in one line."""
        found: dict[int, tuple[int, int]] = {}
        opened: dict[str, re.Match[str]] = {}
        line_end = -1
        for ticks in _TICKS.finditer(self._text):
            if ticks.start() > line_end:
                opened.clear()
                line_end = _line_end(self._text, ticks.start())
            first = opened.get(ticks[0])
            if first is not None:
                found[first.start()] = first.end(), ticks.start()
            opened[ticks[0]] = ticks
            if _begins_none(self._text, ticks):
                del opened[ticks[0]]
        return found

    @cached_property
    def labels(self) -> set[int]:
        """Where a bracket opens whose partner stands before a whole address."""
        found, opened = set(), []
        for each in _BRACKETS.finditer(self._text):
            if each[0] == "[":
                opened.append(each.start())
            elif each[0] == "]" and opened:
                start = opened.pop()
                if _TARGET.match(self._text, each.end()):
                    found.add(start)
        return found


def _begins_none(text: str, ticks: re.Match[str]) -> bool:
    """Whether no code begins there: within a word, or in a face as ``(._.`)``."""
    start, end = ticks.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == ")":
        return before not in ("", " ", "\n", "(")
    return bool(before and after) and is_word(before) and is_word(after)


def _source(state: StateInline) -> _Source:
    sources: dict[str, _Source] = state.env.setdefault("sources", {})
    if state.src not in sources:
        sources[state.src] = _Source(state.src, state.md)
    return sources[state.src]


def _text(state: StateInline, silent: bool) -> bool:
    """Up to the next mark, or the next link."""
    stop = state.md.inline.terminator_re.search(state.src, state.pos, state.posMax)
    end = stop.start() if stop else state.posMax
    starts = _source(state).link_starts
    if starts and not state.linkLevel:
        place = bisect_right(starts, state.pos - 1)
        end = min(end, starts[place]) if place < len(starts) else end
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _newline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\n":
        return False
    if not silent:
        state.push("softbreak", "br", 0)
    state.pos += 1
    return True


# --- Links ----------------------------------------------------------------------------


def _address(state: StateInline, silent: bool) -> bool:
    """A bare link, shown as it was typed."""
    found = _source(state).links.get(state.pos)
    if found is None or state.linkLevel or found[0].end > state.posMax:
        return False
    each, target = found
    if not silent:
        token = state.push("link_open", "a", 1)
        token.attrs, token.info = {"href": target}, "auto"
        state.push("text", "", 0).content = state.src[each.start : each.end]
        state.push("link_close", "a", -1).info = "auto"
    state.pos = each.end
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """``[words](address)``, if there are words, and it is no ``![image](address)``."""
    start = state.pos
    if start not in _source(state).labels or state.src.endswith("!", 0, start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start, True)
    if end < 0 or not is_visible(state.src[start + 1 : end]):
        return False
    return link(state, silent)


def _bracketed(state: StateInline, silent: bool) -> bool:
    """``<address>``; within the words of a link it is none."""
    return not state.linkLevel and autolink(state, silent)


# --- Code -----------------------------------------------------------------------------


def _code(state: StateInline, silent: bool) -> bool:
    ticks = _TICKS.match(state.src, state.pos, state.posMax)
    if ticks is None:
        return False
    start, end = _source(state).code.get(state.pos, (0, 0))
    content = state.src[start:end]
    is_code = is_visible(content) and end + len(ticks[0]) <= state.posMax
    state.pos = end + len(ticks[0]) if is_code else ticks.end()
    if silent:
        return True
    if is_code:
        is_padded = content.startswith(" ") and content.endswith(" ")
        token = state.push("code_inline", "code", 0)
        token.content = content[1:-1] if is_padded else content
    else:
        state.append_pending(ticks[0])
    return True


# --- Backslashes ----------------------------------------------------------------------


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash stays, unless it keeps what follows from being more than text."""
    at = state.pos
    if state.src[at] != "\\":
        return False
    following = state.src[at + 1 : min(at + 2, state.posMax)]
    if _is_freed(state, at, following):
        text, end = following, at + 2
    elif following and following in "*_~":
        return mark(state, silent)
    elif following == "`":
        text, end = "\\`", at + 2
    else:
        text, end = "\\", at + 1
    if not silent:
        state.append_pending(text)
    state.pos = end
    return True


def _is_freed(state: StateInline, at: int, following: str) -> bool:
    """Whether what follows a backslash would mean something without it."""
    text = state.src
    begin, end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
    lead = text[begin:at].lstrip(" \t") if at - begin <= NUMBER_CHARACTERS else "\\"
    if lead[:1] != "\\" and begins_block(lead + text[at + 1 : end]):
        return True
    if following == "`":
        return "`" in text[begin:at] or "`" in text[at + 2 : end]
    if following in ("[", "<"):
        return _ESCAPED_LINK.match(text, at + 1) is not None
    if following == "]":
        return bool(state.linkLevel)
    if following == "@":
        return begins_mention(text, at)
    if following in (":", "."):
        return _SCHEME.search(text, max(0, at - 8), at) is not None
    return False


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
