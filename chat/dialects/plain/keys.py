"""The keys by which a line is edited, where a terminal leaves that to the other end.

What moves a cursor, or colours words, is left out.
"""

from __future__ import annotations

import re
from unicodedata import category

# A terminal's Ctrl-C gives a line up, as Ctrl-U does.
ERASE, ERASE_LINE, ERASE_WORD = "\b\x7f", "\x03\x15", "\x17"
_ERASING = re.compile("([\b\x7f\x03\x15\x17])")
# Of ECMA-48 and of terminals: what cursor and function keys send, and colours. Of an
# Escape that begins none of them only itself.
_SEQUENCES = re.compile(
    r"""
      \x1b\[\[[A-E]                               # the function keys of Linux
    | (?:\x1b\[|\x9b) [0-?]* [ -/]* [@-~]?        # CSI, whole or cut
    | (?:\x1bO|\x8f) \d? [A-FHIMP-SX]             # SS3
    | (?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])
      [^\x07\x1b\x80-\x9f]* (?:\x07|\x1b\\|\x9c)       # OSC, DCS, SOS, PM, APC
    | \x1b[()][0-9AB]                             # a set of characters
    | [\x1b\x80-\x9f]
    """,
    re.VERBOSE,
)

# What goes on with a character, beside marks: joiners, tags, halfwidth voicing, vowels
# of Thai and Lao (Unicode UAX #29, GB9 and GB9a).
_JOINER = "\u200d"
_GOING_ON = re.compile(
    "[\u200c\u200d\uff9e\uff9f\u0e33\u0eb3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
# Hangul: what begins a syllable, and what goes on with one.
_LEADING = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_HANGUL = re.compile("[\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb]")


def obey_keys(line: str) -> str:
    """What is left of a line once the keys in it have done what they are for."""
    if line.isprintable():  # as most are
        return line
    text = _SEQUENCES.sub("", line)
    first, *rest = _ERASING.split(text)
    if not rest:
        return text
    kept = graphemes(first)
    for key, more in zip(rest[::2], rest[1::2], strict=True):
        _erase(kept, key)
        kept += graphemes(more)
    return "".join(kept)


def graphemes(text: str) -> list[str]:
    """The characters of a text as people count them (about UAX #29)."""
    found: list[str] = []
    for character in text:
        if found and _goes_on(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _erase(kept: list[str], key: str) -> None:
    if key in ERASE:
        del kept[-1:]
    elif key in ERASE_LINE:
        kept.clear()
    else:
        while kept and kept[-1].isspace():
            kept.pop()
        while kept and not kept[-1].isspace():
            kept.pop()


def _goes_on(before: str, character: str) -> bool:
    if character.isascii():
        return False
    if category(character).startswith("M") or _GOING_ON.match(character):
        return True
    if before.endswith(_JOINER):
        return category(character) in ("So", "Sm")
    if _FLAG.match(character):
        return len(before) == 1 and _FLAG.match(before) is not None
    if not _HANGUL.match(character) or not _HANGUL.match(before[-1]):
        return False
    is_new = "\uac00" <= character <= "\ud7a3" or _LEADING.match(character)
    return not is_new or _LEADING.match(before[-1]) is not None
