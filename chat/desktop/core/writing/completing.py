"""What is begun before the cursor and can be ended for whoever writes: the name of a
person or a room, an emoji, a word for something to do, the language of code.

The twin of the page's ``completing.js``; a text ends where the cursor is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from chat.desktop.core.finding.fold import fold
from chat.desktop.core.finding.letters import is_letter, is_unspaced

MOST = 8
MARKS = "@#:"
CODE = "`"
_COMMAND = re.compile(r"/[^\W\d_]*\Z")
_LANGUAGE = re.compile(r"(?:\A|\n) {0,3}(?:```|~~~)([\w+#.-]+)\Z", re.ASCII)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS = re.compile("`+")
_PARTS = re.compile("[-_. ]+")
_FAR = float("inf")


@dataclass(frozen=True)
class Begun:
    """``mark`` is one of ``@ # : /``, and a backtick for the language of code; what is
    ``typed`` behind it, and where it starts with the mark.
    """

    mark: str
    typed: str
    start: int


@dataclass(frozen=True)
class Candidate:
    """``is_far`` puts it behind all others, ``use`` says how much it was picked, and
    ``place``, from 0 on, how near it stands.
    """

    name: str
    about: str = ""
    is_far: bool = False
    use: float = 0.0
    place: float = _FAR


def begun(before: str) -> Begun | None:
    """What is begun where a text ends; None if nothing is."""
    language = _LANGUAGE.search(before)
    if language is not None:
        its = Begun(CODE, language[1], language.start(1))
        return its if _is_opening(before) else None
    if _COMMAND.match(before):
        return Begun("/", before[1:], 0)
    at = len(before)
    while at and (is_letter(before[at - 1]) or before[at - 1] in "+-"):
        at -= 1
    mark, typed = before[max(0, at - 1) : at], before[at:]
    if not mark or mark not in MARKS or _is_glued(before[: at - 1]):
        return None
    if is_in_code(before) or (mark == ":" and not _is_of_emoji(typed)):
        return None
    return Begun(mark, typed, at - 1)


def closed_emoji(before: str) -> Begun | None:
    """``:tada:`` where a text ends: what stands between the colons, if it does."""
    its = begun(before[:-1]) if before.endswith(":") else None
    return its if its is not None and its.mark == ":" else None


def is_in_code(text: str) -> bool:
    """Whether the end of a text is code, where marks are only characters."""
    *lines, last = text.split("\n")
    fence = ""
    for line in lines:
        fence = _fence_after(fence, line)
    return bool(fence) or _is_in_ticks(last)


def ranked(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    """Those that are called so, the likeliest first, ``MOST`` at most."""
    wanted = fold(typed)
    keyed = [
        ((each.is_far, _rank(each.name, wanted), -each.use, each.place, number), each)
        for number, each in enumerate(candidates)
    ]
    fit = sorted(row for row in keyed if row[0][1] < _FAR)
    return [each for _, each in fit[:MOST]]


def is_whole(name: str, typed: str) -> bool:
    """Whether that is what was typed, and nothing is left to be ended."""
    return fold(name) == fold(typed)


def _rank(name: str, wanted: str) -> float:
    """0 where it begins so, 1 where a part of it does."""
    folded = fold(name)
    if folded.startswith(wanted):
        return 0
    parts = _PARTS.split(folded)
    return 1 if any(part.startswith(wanted) for part in parts) else _FAR


def _is_glued(before: str) -> bool:
    """An address or a word has it in its middle; but not every script has spaces."""
    last = before[-1:]
    if not last or is_unspaced(last):
        return False
    return is_letter(last) or last in ".+-/@#:&\\"


def _is_of_emoji(typed: str) -> bool:
    """Faces as ``:D`` and ``:-)`` are no emoji by name."""
    if typed[:2] in ("+1", "-1"):
        return True
    return len(typed) > 1 and unicodedata.category(typed[0])[0] in "LN"


def _is_opening(text: str) -> bool:
    """Whether the fence in the last line begins code, and does not end it."""
    return not is_in_code(text[: text.rfind("\n") + 1])


def _fence_after(fence: str, line: str) -> str:
    found = _FENCE.match(line)
    if found is None:
        return fence
    if not fence:
        return found[1]
    return "" if found[1].startswith(fence) else fence


def _is_in_ticks(line: str) -> bool:
    """Whether ticks were opened in that line, and as many have not closed them."""
    open_ticks = ""
    for ticks in _TICKS.findall(line):
        if not open_ticks:
            open_ticks = ticks
        elif open_ticks == ticks:
            open_ticks = ""
    return bool(open_ticks)
