"""The blocks of a message: quotes, lists, headings, code. All else is text as typed.

These stand in the places of markdown-it's own rules. None of them lets a line belong to
a block by chance (CommonMark's lazy continuation), by being indented or underlined;
each says no where nothing would be seen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, blockquote

from chat.text.fences import fence_in, push_fence
from chat.text.visible import SEEN

# Quotes count one, lists two; markdown-it would leave out what is deeper than 20.
LEVELS_MOST = 12
# A line that is indented further than that is text.
INDENT_MOST = 3
_SEEN = f"(?=.*{SEEN.pattern})"
_QUOTE = re.compile(rf">[ \t]+{_SEEN}")
_QUOTED = re.compile(r">(?:[ \t]|\Z)")
# No number has zeros before it: it would lose them. An item that begins with another is
# a date (``3. 5. 2020``) or a table of times (``* * * * * run``), and one with more
# spaces is what is taken out in a diff.
_ITEM = re.compile(
    r"(?:[-*]|(0|[1-9][0-9]{0,8})\.)[ \t]{1,3}"
    rf"(?!(?:[-*]|[0-9]+\.)(?:\s|\Z))(?=\S){_SEEN}"
)
_MARKS = re.compile(r"```|~~~")
_HEADING = re.compile(rf"(#{{1,6}})[ \t]+{_SEEN}(\S.*)")


def use_blocks(markdown: MarkdownIt) -> MarkdownIt:
    """Have it know these blocks, and no others."""
    rules = markdown.block.ruler
    ends_text: RuleOptionsType = {"alt": ["paragraph"]}
    rules.at("fence", _fence, ends_text)
    rules.at("blockquote", _quote, ends_text)
    rules.at("list", _list, ends_text)
    rules.at("heading", _heading)
    rules.at("paragraph", _text)
    markdown.disable(["code", "hr", "html_block", "lheading", "reference"])
    return markdown


def begins_block(line: str) -> bool:
    """Whether a line would begin one."""
    return any(each.match(line) for each in (_QUOTE, _ITEM, _HEADING, _MARKS))


def _match(
    state: StateBlock, line: int, pattern: re.Pattern[str]
) -> re.Match[str] | None:
    """What a line begins with, if it is not indented too far."""
    indent = state.sCount[line] - state.blkIndent
    if not 0 <= indent <= INDENT_MOST:
        return None
    start = state.bMarks[line] + state.tShift[line]
    return pattern.match(state.src, start, state.eMarks[line])


# --- Quotes ---------------------------------------------------------------------------


def _quote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Lines with ``>`` and a space before each; ``>_>`` is none."""
    if state.level >= LEVELS_MOST or not _match(state, line, _QUOTE):
        return False
    if silent:
        return True
    last = line + 1
    while last < end and _match(state, last, _QUOTED):
        last += 1
    return blockquote(state, line, last, False)


# --- Lists ----------------------------------------------------------------------------


class _Item(NamedTuple):
    """``number``: as it was typed, empty with a bullet; ``content``: where it begins,
    ``width`` characters behind the begin of its mark.
    """

    number: str
    content: int
    width: int

    @property
    def tag(self) -> str:
        return "ol" if self.number else "ul"


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Items with ``-``, ``*`` or ``1.``; what is indented by two is a part of one.

    In the midst of a text only a list that begins with 1 is one.
    """
    item = _item(state, line) if state.level < LEVELS_MOST else None
    if item is None or (silent and item.number not in ("", "1")):
        return False
    if not silent:
        _push_list(state, item, line, end)
    return True


def _item(state: StateBlock, line: int) -> _Item | None:
    found = _match(state, line, _ITEM)
    if found is None:
        return None
    return _Item(found[1] or "", found.end(), found.end() - found.start())


def _push_list(state: StateBlock, item: _Item, line: int, end: int) -> None:
    tag = item.tag
    token = state.push("list_open", tag, 1)
    if item.number not in ("", "1"):
        token.attrs = {"start": int(item.number)}
    before, count = item, int(item.number or 1)
    following: _Item | None = item
    while following is not None:
        item = following
        token = state.push("list_item_open", "li", 1)
        # Who begins every line with 1 leaves the counting to others.
        if item.number not in ("", str(count)) and item.number + before.number != "11":
            count = int(item.number)
            token.attrs = {"value": count}
        last = _item_end(state, line, end)
        _read_item(state, item, line, last)
        state.push("list_item_close", "li", -1)
        before, count = item, count + 1
        state.line = last
        line = state.skipEmptyLines(last)
        following = _item(state, line) if line < end else None
        if following is not None and following.tag != tag:
            following = None
    state.push("list_close", tag, -1)


def _item_end(state: StateBlock, line: int, end: int) -> int:
    indent, last = state.sCount[line] + 2, line + 1
    for each in range(line + 1, end):
        if not state.isEmpty(each):
            if state.sCount[each] < indent:
                break
            last = each + 1
    return last


def _read_item(state: StateBlock, item: _Item, line: int, end: int) -> None:
    """Read what is in an item as blocks of their own."""
    first = len(state.tokens)
    arrays = (state.bMarks, state.tShift, state.sCount)
    line_before = [array[line] for array in arrays]
    indent_before, level = state.blkIndent, state.level
    column = state.sCount[line] + item.width
    following = (n for n in range(line + 1, end) if not state.isEmpty(n))
    state.blkIndent = min([column, *(state.sCount[n] for n in following)])
    values = (item.content, 0, min(column, state.blkIndent + INDENT_MOST))
    for array, value in zip(arrays, values, strict=True):
        array[line] = value
    state.md.block.tokenize(state, line, end)
    state.blkIndent = indent_before
    for array, value in zip(arrays, line_before, strict=True):
        array[line] = value
    for token in state.tokens[first:]:
        if token.level == level and token.tag == "p":
            token.hidden = True


# --- Headings -------------------------------------------------------------------------


def _heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """``# words``; a ``#`` behind them is theirs. In the midst of a text it is what
    comments begin with.
    """
    found = _match(state, line, _HEADING)
    if found is None:
        return False
    if not silent:
        _push(state, "heading", f"h{len(found[1])}", found[2], (line, line + 1))
    return True


# --- Code -----------------------------------------------------------------------------


def _fence(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """What begins a line, however far it is indented; see ``_text`` for the others."""
    fence = fence_in(state, line, end)
    if fence is None or fence.is_after_text:
        return False
    if not silent:
        push_fence(state, fence)
    return True


# --- Text -----------------------------------------------------------------------------


def _text(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Whatever else there is, up to a blank line, with all of its spaces."""
    last, fence = line, None
    while last < end and (last == line or not _ends_text(state, last, end)):
        fence = fence_in(state, last, end)
        if fence is None:
            last = _comment_end(state, last, end)
        last += 1
        if fence is not None:
            break
    cut = state.eMarks[last - 1]
    if fence is not None:
        state.eMarks[last - 1] = fence.start
    text = state.getLines(line, last, state.blkIndent, False).rstrip(" \t")
    state.eMarks[last - 1] = cut
    state.line = last
    _push(state, "paragraph", "p", text, (line, last))
    if fence is not None:
        push_fence(state, fence)
    return True


def _comment_end(state: StateBlock, line: int, end: int) -> int:
    """The last line of a ``/* comment */`` that begins in one, or that one itself.

    The stars before the lines of it are no items.
    """
    start, stop = state.bMarks[line], state.eMarks[line]
    opening = state.src.rfind("/*", start, stop)
    if opening < 0 or state.src.find("*/", opening + 2, stop) >= 0:
        return line
    closing = state.src.find("*/", stop, state.eMarks[end - 1])
    last = bisect_left(state.eMarks, closing, line, end) if closing >= 0 else line
    outside = (n for n in range(line, last + 1) if state.sCount[n] < state.blkIndent)
    return line if next(outside, None) is not None else last


def _ends_text(state: StateBlock, line: int, end: int) -> bool:
    if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
        return True
    rules = state.md.block.ruler.getRules("paragraph")
    return any(rule(state, line, end, True) for rule in rules)


def _push(
    state: StateBlock, name: str, tag: str, text: str, lines: tuple[int, int]
) -> None:
    state.line = lines[1]
    token = state.push(f"{name}_open", tag, 1)
    token.map = list(lines)
    token = state.push("inline", "", 0)
    token.content, token.children = text, []
    state.push(f"{name}_close", tag, -1)
