"""A text's words, in the form in which they are found.

Without accents, case, width and form, as names are (``chat.text.fold``). What is
written without blanks between its words, in the scripts of East and South-East Asia, is
cut into pairs of letters that overlap, *bigrams*, and every letter is there by itself
as well. A symbol such as an emoji is a word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from chat.text.fold import fold

# Thai, Lao, Myanmar, Khmer; Kana; Han; Hangul, which has blanks, but joins its endings
# to its words.
DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_DENSE = re.compile(f"[{DENSE}]")
_RUNS = re.compile(rf"[{DENSE}]+|[^\s{DENSE}]+")
# The words of a text in ASCII and lower case.
ASCII_WORDS = re.compile("[a-z0-9]+").findall
# Apostrophes: what stands on their two sides is found by itself.
_APART = set("'\u2018\u2019\u02bb\u02bc\u055a\uff07`\u00b4")
_TONES = range(0x1F3FB, 0x1F400)
# Longer words are none that anybody types.
WORD_CHARACTERS = 40


class Tokens(NamedTuple):
    """``words`` in their order; ``letters``: those of dense scripts, each once."""

    words: list[str]
    letters: list[str]


def tokens_of(text: str) -> Tokens:
    """The tokens of a text: of ASCII they have letters and digits alone."""
    if text.isascii():
        return Tokens([w[:WORD_CHARACTERS] for w in ASCII_WORDS(text.lower())], [])
    words: list[str] = []
    letters: dict[str, None] = {}
    for run in _RUNS.findall(folded(text)):
        if not _DENSE.match(run):
            words.append(run[:WORD_CHARACTERS])
            continue
        letters.update(dict.fromkeys(run))
        pairs = [run[at : at + 2] for at in range(len(run) - 1)]
        words += pairs or [run]
    return Tokens(words, list(letters))


def folded(text: str) -> str:
    """The text as it is cut into words: what belongs to none is a blank."""
    return unicodedata.normalize("NFKC", text).translate(_FOLDS)


class _Folds(dict[int, str]):
    """What each character becomes; learnt when it is first met."""

    def __missing__(self, point: int) -> str:
        made = self[point] = _folded(chr(point))
        return made


_FOLDS = _Folds()


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if category == "So":
        return f" {character} "
    if character in _APART:
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    if _DENSE.match(character):
        return character if category[0] in "LMN" else " "
    if ord(character) in _TONES:
        return ""
    return "".join(c if _is_of_word(c) else " " for c in fold(character))


def _is_of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
