"""How names are found by what is typed of them, and in which order they are listed.

The twin of the page's ``fold.js``. A fold is for Find and for order, never for who
somebody is: that is the key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Accents and points above and below, of Latin, Greek, Cyrillic, Hebrew, Arabic, Syriac
# and of all; apostrophes, geresh and gershayim; the stretch of Arabic, and what nobody
# sees. Vowels of India stay.
_DROPPED = re.compile(
    "['\"\u2018\u2019\u201d\u055a\u05f3\u05f4\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    "\u06ea-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f\u00ad\u02bb\u02bc\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef]"
)
# What NFKD does not take apart, as Unicode's CLDR writes it in ASCII (Latin-ASCII), and
# letters of which one keyboard has this, another that.
_LETTERS = str.maketrans(
    {
        **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d"},
        **{"ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "q", "ə": "e"},
        **{"ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƙ": "k", "ƴ": "y"},
        **{"ς": "σ", "ی": "ي", "ى": "ي", "ک": "ك", "ة": "ه"},
        **{"ٱ": "ا", "ہ": "ه", "ە": "ه", "\u05be": "-", "\u058a": "-", "\u2010": "-"},
    }
)
_QUOTES = str.maketrans("", "", "'\"")


def fold(text: str) -> str:
    """Without accents and the difference of case, width and form."""
    if text.isascii():
        return text.lower().translate(_QUOTES)
    apart = unicodedata.normalize("NFKD", text)
    return _DROPPED.sub("", apart).lower().translate(_LETTERS)


def place_of(name: str) -> tuple[bytes, bytes]:
    """What a name is sorted by: UTF-16, whose units JavaScript compares."""
    return _utf_16(fold(name)), _utf_16(name)


def in_order(names: Iterable[str]) -> list[str]:
    """Names as every list shows them: each once."""
    return sorted(set(names), key=place_of)


def _utf_16(text: str) -> bytes:
    # Half of a surrogate pair: whatever the server says.
    return text.encode("utf-16-be", "surrogatepass")
