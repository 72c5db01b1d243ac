"""Code between marks: ``` on lines of their own, or as people who chat write it.

The marks may follow text in their line, and end the last line of the code. They are
taken for a block only where both are found, or where the first ones stand alone in
their line: then the rest of the message is code. All else is left as it was typed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown_it.rules_block import StateBlock

from chat.text.visible import is_visible

_MARKS = re.compile(r"`{3,}|~{3,}")
_TICKS = re.compile(r"(?<!\\)`{3,}")
# What names a language; beside marks that stand alone it is no code.
_LANGUAGE = re.compile(r"[ \t]*[\w+#.-]{0,20}[ \t]*")


class Fence(NamedTuple):
    """``start``: where its first marks are; ``is_after_text``: not at a line's begin.

    ``end``: the line behind it; ``rest``: where the text goes on in the last of its
    own lines, if it does; ``language``: what stands behind the first marks.
    """

    start: int
    is_after_text: bool
    lines: tuple[int, int]
    code: str
    rest: int | None = None
    language: str = ""


class _Closing(NamedTuple):
    """The line with the last marks; ``tail``: the code before them in that line."""

    line: int
    tail: str = ""
    rest: int | None = None


def fence_in(state: StateBlock, line: int, end: int) -> Fence | None:
    """The code that begins in a line, and does not end in the same one."""
    begin, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    marks = _opening(state.src, begin, stop)
    if marks is None:
        return None
    is_after_text = marks.start() > begin
    head = state.src[marks.end() : stop]
    is_alone = _LANGUAGE.fullmatch(head) is not None
    closing = _closing(state, marks[0], line, end)
    if closing is None:
        if is_after_text or not is_alone:
            return None
        closing = _Closing(_last(state, line, end))
        lines = (line, closing.line)
    else:
        lines = (line, closing.line + (closing.rest is None))
    indent = state.blkIndent if is_after_text else state.sCount[line]
    code = state.getLines(line + 1, closing.line, indent, True) + closing.tail
    language = head.strip() if is_alone and not closing.tail else ""
    if head.strip() and not language:
        code = f"{head.strip()}\n{code}"
    about = lines, code, closing.rest, language
    fence = Fence(marks.start(), is_after_text, *about)
    return fence if is_visible(code) else None


def push_fence(state: StateBlock, fence: Fence) -> None:
    """Make it a block, and have the text go on behind it."""
    line, end = fence.lines
    token = state.push("fence", "code", 0)
    token.content, token.info = fence.code, fence.language
    token.map = [line, end]
    state.line = end
    if fence.rest is not None:
        state.bMarks[end], state.tShift[end] = fence.rest, 0
        state.sCount[end] = state.blkIndent


def _opening(text: str, begin: int, stop: int) -> re.Match[str] | None:
    """The first marks of a line that have no partners in it."""
    if text.startswith("~~~", begin, stop):
        return _MARKS.match(text, begin, stop)
    runs = list(_TICKS.finditer(text, begin, stop))
    while runs:
        run = runs.pop(0)
        partners = (n for n, each in enumerate(runs, 1) if each[0] == run[0])
        partner = next(partners, None)
        if partner is None:
            return run
        del runs[:partner]
    return None


def _closing(state: StateBlock, marks: str, line: int, end: int) -> _Closing | None:
    # Where none is found, there is none for what begins later either.
    missing = state.env.setdefault("unclosed", {})
    place = (marks[0], end, state.blkIndent)
    if len(marks) >= missing.get(place, len(marks) + 1):
        return None
    for each in range(line + 1, end):
        start, stop = state.bMarks[each] + state.tShift[each], state.eMarks[each]
        if _is_outside(state, each):
            break
        found = _MARKS.match(state.src, start, stop)
        if found and found[0].startswith(marks):
            rest = state.src[found.end() : stop]
            if not rest[:1].strip():
                goes_on = stop - len(rest.lstrip()) if rest.strip() else None
                return _Closing(each, rest=goes_on)
        elif marks[0] == "`" and state.src.find(marks, start, stop) > start:
            text = state.getLines(each, each + 1, state.blkIndent, False).rstrip()
            tail = text.rstrip("`")
            if text.endswith(marks) and "`" not in tail:
                return _Closing(each, tail)
    missing[place] = len(marks)
    return None


def _last(state: StateBlock, line: int, end: int) -> int:
    """The line behind the last that can belong to a block in this one."""
    outside = (n for n in range(line + 1, end) if _is_outside(state, n))
    return next(outside, end)


def _is_outside(state: StateBlock, line: int) -> bool:
    return state.sCount[line] < state.blkIndent and not state.isEmpty(line)
