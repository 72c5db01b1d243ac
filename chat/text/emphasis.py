"""Emphasis by ``*``, ``**``, ``_`` and ``~~``, where it was plainly meant.

CommonMark's rules of flanking are what this begins with. Beyond them a mark within a
word is a character (``2*3*4``, ``__init__``), also between brackets, and beside what
paths and code are made of; and, as in the CJK-friendly amendment
(https://github.com/tats-u/markdown-cjk-friendly), marks beside Chinese, Japanese and
Korean need no spaces around them.

A backslash before a mark goes only where it keeps the mark from being one: escaped
marks take part in finding pairs, and a pair with one of them is two characters.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_RUN = re.compile(r"(?:\\?\*)++|(?:\\?_)++|(?:\\?~)++")
_LENGTHS = {"*": (1, 2, 3), "_": (1,), "~": (2,)}
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
# Beside these on its outer side no single mark is one; and what an escaped one stands
# after. Some of them may stand between two marks: ``*a*/*b*``.
_SIGNS = frozenset("=+@#$%&|<>^`")
_BESIDE = _SIGNS | frozenset("/\\")
_BEFORE = _BESIDE | _CLOSING | {"."}
# Two marks may be beside them if they are around words: ``**a**(b)``, ``$**5**``.
_CODE = re.compile(r"[\[\](){}<>;=\"`/\\|&^*~]|(?<!\d)[,:]|[,:](?!\d)")
_ESCAPED_AFTER = _OPENING | frozenset(" \t\n\"'*_~")
_BETWEEN = frozenset("/+=&|")
_ENDS_SENTENCE = frozenset(".,;:!?")
# A word with both of its marks in ``**U**niversal``, and a face in ``(*o*)``.
WORD_CHARACTERS = 30
FACE_CHARACTERS = 20
# Scripts that put no spaces between words, beside the wide ones: Thai and Lao, Tibetan,
# Burmese, Khmer, and their neighbours.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff"
    "\uaa60-\uaadf]"
)
# Something to emphasise: letters, digits, emoji.
_WORDS = re.compile(r"[^\W_]|[\u2600-\u27bf\U0001f000-\U0001faff]")
_BEGIN_FACE = tuple("(\\/")
# Raised letters are cheeks and mouths there.
_TWO_LETTERS = re.compile(r"[^\W_\u02b0-\u02ff\u1d2c-\u1d6a]{2}")
# What faces are made of, but ticks and hearts: accents that stand alone, dots, shapes.
_OF_FACE = re.compile(
    "[\u00a8\u00af\u00b4\u00b8\u02b0-\u02ff\u2022\u2027\u203f\u2040\u2200\u2207\u2266"
    "\u2267\u2312\u2500-\u25ff\u2605\u2606\u2661\u2700-\u2712\u2719-\u2763\u2765-\u27bf"
    "\u309b\u309c\u30fb\uff40\uff61-\uff65\uff9e\uff9f]"
)


def use_emphasis(markdown: MarkdownIt) -> MarkdownIt:
    """Have it find these marks."""
    inline = markdown.inline
    inline.ruler.at("emphasis", mark)
    inline.ruler2.after("balance_pairs", "escaped_pairs", _let_go)
    markdown.disable("strikethrough")
    inline.ruler2.enable("strikethrough")
    return markdown


def mark(state: StateInline, silent: bool) -> bool:
    """A run of marks, some of them escaped maybe."""
    run = _RUN.match(state.src, state.pos, state.posMax)
    if run is None or (silent and run[0][0] != "\\"):
        return False
    state.pos = run.end()
    if silent:
        return True
    marks = re.findall(r"\\?.", run[0])
    flanks = _flanks(state.src, run, marks[0][-1], state.posMax)
    is_known = len(marks) in _LENGTHS[marks[0][-1]]
    if is_known and (flanks.opens or flanks.closes):
        at = run.start()
        for each in ["".join(marks)] if marks[0][-1] == "~" else marks:
            _push(state, each, at, len(marks), flanks)
            at += len(each)
    else:
        state.append_pending(run[0])
    return True


def _push(state: StateInline, text: str, at: int, length: int, flanks: _Flanks) -> None:
    token = state.push("text", "", 0)
    token.content = text
    token.meta = {"at": at, "flanks": flanks}
    character = text[-1]
    state.delimiters.append(
        Delimiter(
            marker=ord(character),
            # Of strokes the rule of three says nothing.
            length=0 if character == "~" else length,
            token=len(state.tokens) - 1,
            end=-1,
            open=flanks.opens,
            close=flanks.closes,
        )
    )


# --- Where a run may open, and close --------------------------------------------------


class _Flanks(NamedTuple):
    """Whether a run may open and close, and whether code may be before and after it."""

    opens: bool
    closes: bool
    follows_code: bool = False
    leads_code: bool = False


def _flanks(text: str, run: re.Match[str], character: str, end: int) -> _Flanks:
    before, after = _beside(text, run.start() - 1, -1), _beside(text, run.end(), 1, end)
    if is_word(before) and is_word(after):
        ends = run[0] == "**" and _ends_word_part(text, run.start(), after)
        return _Flanks(False, ends)
    if _is_shut_in(before, after):
        return _Flanks(False, False)
    left, right = _is_flanking(before, after), _is_flanking(after, before)
    opens, closes = left, right
    if character == "_":
        opens = left and (not right or _is_punctuation(before))
        closes = right and (not left or _is_punctuation(after))
    return _Flanks(
        opens and not _opens_code(before, after, text, run),
        closes and not _closes_code(before, after, text, run),
        before in _BESIDE,
        after in _BESIDE | _OPENING or (before.isdigit() and after == "-"),
    )


def _beside(text: str, at: int, step: int, end: int = sys.maxsize) -> str:
    """What stands there; the begin, the end, and a sign in ``*a*/*b*`` are spaces."""
    if not 0 <= at < min(len(text), end):
        return " "
    beyond = text[at + step : at + step + 1] if at + step >= 0 else ""
    return " " if text[at] in _BETWEEN and beyond in _LENGTHS else text[at]


def _is_shut_in(before: str, after: str) -> bool:
    """Whether a mark is all that stands in quotes or brackets: ``"*"``."""
    if before == after:
        return _is_punctuation(before)
    category = unicodedata.category
    return category(before) in ("Ps", "Pi") and category(after) in ("Pe", "Pf")


def _ends_word_part(text: str, at: int, after: str) -> bool:
    """Whether it ends what is bold of a word from its begin on: ``**U**niversal``."""
    start = text.rfind("**", max(0, at - WORD_CHARACTERS), at)
    if start < 0 or is_word(_beside(text, start - 1, -1)):
        return False
    letters = text[start + 2 : at] + after
    return all(is_word(each) and not each.isdigit() for each in letters)


def _opens_code(before: str, after: str, text: str, run: re.Match[str]) -> bool:
    """Whether an opening mark stands there as in code, a sum, a path or a face."""
    is_single = len(run[0].lstrip("\\")) == 1
    beside = _BEFORE if is_single else _BEFORE - _SIGNS
    if before in beside or after in _CLOSING or after == "/":
        return True
    if run[0][0] == "\\" and before.isascii() and before not in _ESCAPED_AFTER:
        return True
    if not is_single:
        return False
    if after in _ENDS_SENTENCE:
        return not text.startswith("...", run.end())
    return before in _OPENING and not after.isalnum()


def _closes_code(before: str, after: str, text: str, run: re.Match[str]) -> bool:
    """Whether a closing mark does; in ``*see http://a.co/*`` the stroke ends a path."""
    if before in _OPENING or after == "\\":
        return True
    if after in _BESIDE | _OPENING:
        is_single = len(run[0].lstrip("\\")) == 1
        is_of_word = not _is_punctuation(before) or before in "!?.%"
        return not is_of_word or (is_single and after != "%")
    return before == "/" and not text[run.start() - 2 : run.start() - 1].isalnum()


def _is_flanking(outer: str, inner: str) -> bool:
    """CommonMark's left-flanking, and right-flanking seen from the other side."""
    if inner.isspace():
        return False
    if not _is_punctuation(inner) or _is_wide(inner):
        return True
    return outer.isspace() or _is_punctuation(outer) or _is_wide(outer)


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return not (character.isalnum() or character.isspace())
    return unicodedata.category(character)[0] == "P"


def _is_wide(character: str) -> bool:
    if character.isascii():
        return False
    is_wide = unicodedata.east_asian_width(character) in "WFH"
    return is_wide and unicodedata.category(character) != "So"


def is_word(character: str) -> bool:
    """A letter, a mark or a digit of a script that has spaces between its words."""
    if character.isascii():
        return character.isalnum()
    is_letter = unicodedata.category(character)[0] in "LMN"
    return is_letter and not _is_wide(character) and not _UNSPACED.match(character)


# --- Which pairs are none -------------------------------------------------------------


def _let_go(state: StateInline) -> None:
    """Take apart those that are none; what was escaped in them has done its work."""
    words = [each.start() for each in _WORDS.finditer(state.src)]
    for delimiters in _all(state):
        for opening in delimiters:
            if opening.end < 0:
                continue
            closing = delimiters[opening.end]
            both = [state.tokens[each.token] for each in (opening, closing)]
            is_escaped = any("\\" in token.content for token in both)
            start, end = (token.meta["at"] for token in both)
            is_beside = (
                both[0].meta["flanks"].follows_code or both[1].meta["flanks"].leads_code
            )
            is_pair = (
                {opening.length, closing.length} != {1, 2}
                and _is_about(words, start, end)
                and not (opening.length == 1 and _is_face(state.src, start, end))
                and not (is_beside and _is_code(state.src, start, end))
            )
            if is_escaped or not is_pair:
                opening.end = -1
            if is_escaped and is_pair:
                for token in both:
                    token.content = token.content.replace("\\", "")


def _is_about(words: list[int], start: int, end: int) -> bool:
    """Whether there is more between them than punctuation."""
    place = bisect_left(words, start)
    return place < len(words) and words[place] < end


def _is_face(text: str, start: int, end: int) -> bool:
    """``(*o*)``, ``_(:3」∠)_``: no two letters, but what faces are made of."""
    inside = text[start + 1 : end]
    if len(inside) > FACE_CHARACTERS or _TWO_LETTERS.search(inside):
        return False
    if text[start - 1 : start] == "(" and text.startswith(")", end + 1):
        return True
    is_begun = inside.startswith(_BEGIN_FACE)
    return is_begun or _OF_FACE.search(text, max(0, start - 1), end + 2) is not None


def _is_code(text: str, start: int, end: int) -> bool:
    """Whether more than words stand between two runs of marks."""
    return _CODE.search(text[start:end].strip("*_~\\")) is not None


def _all(state: StateInline) -> list[list[Delimiter]]:
    metas = [meta for meta in state.tokens_meta if meta and "delimiters" in meta]
    return [state.delimiters, *(meta["delimiters"] for meta in metas)]
