"""A text that is too long for one message, as the messages that it makes."""

from __future__ import annotations

import re
import unicodedata

# Where one may end, the best first: below a paragraph, a line, a sentence of any script
# (Unicode's Sentence_Terminal, where a space follows or none is written), a word.
_ENDS = tuple(
    map(
        re.compile,
        (
            r"\n\n",
            r"\n",
            r"[.!?…;:\u037e\u061f\u06d4\u0589](?=[\"'’”»)\]]*\s)|"
            r"[。．！？｡\u0964\u0965\u1362\u1367\u1368\u104a\u104b\u17d4\u17d5\u0f0d\u0f0e\u0e2f]"
            r"[。！？’”»」』）]*",
            r"\s",
            r"[，、；：,;)）」』\u060c\u0f0b\u1361\u200b]",
        ),
    )
)
# What belongs to the character before it: marks, joiners and what they join, selectors,
# skin tones, tags; and the second half of a flag.
_GOES_ON = re.compile(
    "[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
    "\U000e0100-\U000e01ef\u1160-\u11ff]"
)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+\\Z")
# Nothing that is one character is as long.
_CHARACTER_MOST = 40
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$", re.MULTILINE)


def parts(text: str, most: int) -> list[str]:
    """The messages, in order, none longer than ``most``; code that is cut stays code.

    Nothing is lost but blank space where it is cut.
    """
    made: list[str] = []
    rest = text.strip("\n")
    while len(rest) > most:
        opened, mark = _left_open(rest[: _cut(rest, most)], most)
        # Code is ended here, and begun again in the next one.
        at = _cut(rest, most - len(mark) - 1 if mark else most)
        opened, mark = _left_open(rest[:at], most)
        part, rest = rest[:at].rstrip(), rest[at:]
        rest = rest.lstrip("\n") if rest.startswith("\n") else rest.lstrip(" ")
        if mark:
            part, rest = f"{part}\n{mark}", f"{opened}\n{rest}"
        made.append(part)
    return [part for part in (*made, rest) if part.strip()]


def _cut(text: str, most: int) -> int:
    """Where to end, in the second half of what there is room for."""
    for end in _ENDS:
        # One that goes on beyond what there is room for ends too late.
        for found in [*end.finditer(text, most // 2, most)][-1:]:
            return found.start() + len(found[0].rstrip())
    return _whole(text, most)


def _whole(text: str, at: int) -> int:
    """The next place before, or there, that is within no character as people see it."""
    for place in range(at, max(0, at - _CHARACTER_MOST), -1):
        if not _is_within(text, place):
            return place
    return at


def _is_within(text: str, at: int) -> bool:
    """Whether a base and its marks, an emoji, or a flag would be parted there."""
    if not 0 < at < len(text):
        return False
    if unicodedata.category(text[at])[0] == "M" or _GOES_ON.match(text[at]):
        return True
    flags = _FLAGS.search(text, max(0, at - _CHARACTER_MOST), at)
    is_second = _FLAGS.match(text[at]) is not None
    is_odd = flags is not None and len(flags[0]) % 2 == 1
    return text[at - 1] == "\u200d" or (is_second and is_odd)


def _left_open(text: str, most: int) -> tuple[str, str]:
    """The line that begins code that does not end in a text, and what ends it."""
    opened, mark = "", ""
    for fence in _FENCE.finditer(text):
        if not mark:
            opened, mark = fence[0], fence[1]
        elif fence[1].startswith(mark) and fence[0].strip() == fence[1]:
            opened = mark = ""
    return (opened, mark) if len(opened) < most // 4 else ("", "")
