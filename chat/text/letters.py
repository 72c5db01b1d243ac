"""How a word goes on behind its first letter: with marks, joiners and signs, where the
script that it is written in has them.

UAX #31, https://www.unicode.org/reports/tr31/, has what words are made of
(``XID_Continue``; §2.3 has the joiners), and UTS #39 §5.4 how many marks are too many.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from chat.text.unicode import scripts_of, table
from chat.text.visible import IGNORED

# What nobody sees.
UNSEEN = re.compile(f"[{IGNORED}]")
# Each character becomes one of these for the rules below. Letters: those that join to
# the right (R), to the left (L), or to both (D), as in Arabic; those with a joiner of
# their own before a virama (r); all others (l). Behind them: spacing marks (c), marks
# above and below (n), and viramas (v), which take the vowel from a letter. ZWNJ keeps
# letters apart (|), ZWJ holds them together (+).
_LETTER, _MARK = "[RLDrl]", "[cnv]"
_JOINERS = {"\u200c": "|", "\u200d": "+"}
# Bengali and Kannada ra, and Sinhala: U+200D stands before the virama as well (The
# Unicode Standard, §12.2, §12.8 and §13.2).
_JOINED_BEFORE = re.compile("[\u09b0\u0cb0\u0d9a-\u0dc6]")
# UAX #31 §2.3: A1, A2 and B; no vowel sign follows B, and no other mark does either.
_JOINED = re.compile(
    rf"[LD]{_MARK}*\|(?={_MARK}*[RD])"
    rf"|{_LETTER}{_MARK}*v{_MARK}*(?:\|(?={_MARK}*{_LETTER})|\+(?!{_MARK}))"
    r"|r\+(?=v)"
)
# After a letter that joins to nothing the joiner keeps nothing apart; keyboards and
# habit put it there all the same.
_AFTER_ARABIC = re.compile("(?<=[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff])\u200c+")
# Mongolian writes the other forms of a letter by selectors, and a vowel apart; Han the
# forms that a family writes its name with.
_SELECTED = re.compile(
    "(?<=[\u1820-\u18aa])[\u180b-\u180f]|(?<=[\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134a])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
)
# What ends no word between two letters: the Catalan dot, the Tibetan one, gershayim,
# the dot and the double hyphen of Katakana, the Ethiopic space; and geresh, which may
# also stand at the end (UAX #31, tables 3a and 3b).
_SIGNS = {
    **{"\u00b7": ".", "\u0f0b": ".", "\u05f4": ".", "\u30fb": ".", "\u30a0": "."},
    **{"\u1361": ".", "\u05f3": "'"},
}
# One form for what keyboards have several of: the hyphen, which is the maqaf of Hebrew
# and the one of Armenian, too; a dot between names; geresh, gershayim; and, between
# letters of other scripts, the apostrophe that is a letter itself.
_FORMS = re.compile(
    "['\"`\u00b4\u2032\u2018\u2019\u02bc\u055a\u201d\uff02\uff07\u05be\u058a\u2010\u2011\u2027]"
)
_ONE_FORM = {
    **dict.fromkeys("\u05be\u058a\u2010\u2011", "-"),
    **{"\u2027": "\u00b7", '"': "\u05f4", "\u201d": "\u05f4", "\uff02": "\u05f4"},
}
APOSTROPHE, _TURNED, _GERESH = "\u02bc", "\u02bb", "\u05f3"
_HEBREW = re.compile("[\u05b0-\u05ea]")
_SIGNED = re.compile(rf"(?<={_LETTER}|{_MARK})\.(?={_LETTER})|(?<={_LETTER}|{_MARK})'")
# More marks above or below a letter than UTS #39 lets stand, more of all marks than any
# script has, or one that stands on no letter.
_TOO_MANY = re.compile(rf"[nv]{{5}}|{_MARK}{{9}}|(?<!{_LETTER})(?<!{_MARK}){_MARK}")
# Of no word; or signs and joiners where they do not belong.
_ASTRAY = set("?.'|+")
# A dot above what has one: nobody sees it.
_DOT_ON_DOT = re.compile("[iıjȷɉɨʝϳіј][\u0316-\u0333]*\u0307")
# Marks of all scripts at once; others are for music and for symbols.
MARKS_OF_ALL = re.compile("[\u0300-\u036f]")


def goes_on(text: str) -> bool:
    """Whether a word can go on with all of this, and its marks and joiners belong."""
    bare = _without_signs(text)
    parts = unicodedata.normalize("NFD", bare)
    if (
        not f"_{bare}".isidentifier()
        or UNSEEN.search(bare)
        or _DOT_ON_DOT.search(parts)
    ):
        return False
    kinds = _kinds(parts)
    if set(kinds) & _ASTRAY or _TOO_MANY.search(kinds):
        return False
    doubled = (mark for mark, then in pairwise(parts) if mark == then)
    return not any(_kind(mark) in _MARK for mark in doubled)


def in_one_form(text: str) -> str:
    """The text with one apostrophe, hyphen and dot: ``O'Brien`` is ``O’Brien``."""
    return _FORMS.sub(_in_one_form, text)


def _in_one_form(found: re.Match[str]) -> str:
    sign, text = found[0], found.string
    at = found.start()
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    form = _ONE_FORM.get(sign)
    if form == "\u05f4":
        return form if _HEBREW.match(before) and _HEBREW.match(after) else sign
    if form is not None:
        return form
    if _HEBREW.match(before):
        return _GERESH
    if not (_is_letter(before) and _is_letter(after)):
        return sign
    return _TURNED if sign == "\u2018" else APOSTROPHE


def _is_letter(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "LM"


def without_idle_joiners(text: str) -> str:
    """The text without those joiners of Arabic that nobody sees anything of."""
    if "\u200c" not in text:
        return text
    text = _AFTER_ARABIC.sub("\u200c", text)
    seen = _joiners(_kinds(text))
    return _AFTER_ARABIC.sub(lambda found: found[0] * (found.start() in seen), text)


def _without_signs(text: str) -> str:
    """The text without those joiners and signs that stand where a script has them."""
    text = _SELECTED.sub("", text)
    kinds = _kinds(text)
    joiners = _joiners(kinds)
    signs = {found.start() for found in _SIGNED.finditer(kinds)}
    return "".join(c for i, c in enumerate(text) if i not in joiners | signs)


def _joiners(kinds: str) -> set[int]:
    """Where those joiners are that are seen."""
    return {found.end() - 1 for found in _JOINED.finditer(kinds)}


def _kinds(text: str) -> str:
    return "".join(map(_kind, text))


def _kind(character: str) -> str:
    """Its place in the rules; ``?`` is in no word, and ``0`` is a digit or ``_``."""
    category = unicodedata.category(character)
    if category[0] == "L":
        if _JOINED_BEFORE.match(character):
            return "r"
        return table().joining.get(character, "l")
    if category[0] == "M":
        if scripts_of(character) == {"Zinh"} and not MARKS_OF_ALL.match(character):
            return "?"
        is_virama = unicodedata.combining(character) == 9
        return "v" if is_virama else "c" if category == "Mc" else "n"
    if character == "_" or category[0] == "N":
        return "0"
    return _SIGNS.get(character) or _JOINERS.get(character) or "?"
