"""Whether anything of a text can be seen.

Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt) has what is drawn as
nothing: joiners, fillers, variation selectors, tags. Beside them there are blanks that
Unicode calls letters or symbols, and what only governs how others are drawn.
"""

from __future__ import annotations

import re

IGNORED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# The empty braille pattern, annotations of a line above, a note without a head,
# controls of hieroglyphs, what stands for an object that is not there, no characters.
_BLANK = "\u2800\ufff9-\ufffc\U0001d159\U00013430-\U0001343f\U00016fe4\ufdd0-\ufdef"
_CONTROLS = "\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
# What can be seen.
SEEN = re.compile(rf"[^\s{_CONTROLS}{IGNORED}{_BLANK}]")
# What turns the direction of writing (UAX #9 §2).
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def is_visible(text: str) -> bool:
    """Whether there is something to see in it."""
    return SEEN.search(text) is not None
