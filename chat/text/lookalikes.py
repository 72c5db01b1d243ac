"""Names that look alike, as UTS #39, Unicode's Security Mechanisms, tells them.

https://www.unicode.org/reports/tr39/
"""

from __future__ import annotations

import unicodedata

from chat.text.letters import APOSTROPHE, MARKS_OF_ALL, UNSEEN
from chat.text.unicode import scripts_of, table

# Used in every script, or taken from the letter before.
_ANY = (frozenset({"Zyyy"}), frozenset({"Zinh"}))
# UTS #39 §5.2: what is written together, in East Asia and beside Latin everywhere.
_TOGETHER = (
    frozenset({"Latn", "Hani", "Hira", "Kana"}),
    frozenset({"Latn", "Hani", "Bopo"}),
    frozenset({"Latn", "Hani", "Hang"}),
)


def skeleton(text: str) -> str:
    """What two texts have in common that look alike; it is not for showing.

    UTS #39 §4: decompose, leave out what nobody sees, put the prototype for each
    character, decompose. Then the same without regard to case: who sees ``paypaI``
    thinks of ``Paypal``.
    """
    return _mapped(_mapped(UNSEEN.sub("", text)).casefold())


def mixes_scripts(text: str) -> bool:
    """Whether it is beyond the level that UTS #39 §5.2 calls highly restrictive.

    That is one script, or what East Asia writes together, with Latin beside it. The
    next level would let Latin stand beside Armenian or Cherokee, whose letters look
    like it; the one before keeps people from ``Tanaka田中``, which looks like nothing.
    """
    found = [scripts_of(each) for each in set(text) if not _goes_with_all(each)]
    narrow = [each for each in found if each not in _ANY]
    if not narrow or frozenset.intersection(*narrow):
        return False
    return not any(all(each & group for each in narrow) for group in _TOGETHER)


def _goes_with_all(character: str) -> bool:
    """Accents are of the letter's script below them, whichever that is (UTS #39 §5.1:
    ``Inherited``), though Unicode lists where they are usual; so is the apostrophe."""
    return character == APOSTROPHE or MARKS_OF_ALL.match(character) is not None


def mixes_digits(text: str) -> bool:
    """Whether it has decimal digits of several systems: UTS #39 §5.3."""
    digits = filter(str.isdecimal, text)
    return len({ord(each) - unicodedata.decimal(each) for each in digits}) > 1


def _mapped(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", decomposed.translate(table().prototypes))
