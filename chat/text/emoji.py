"""What one emoji is, and that it is the same in whatever form it comes.

An emoji is one of those that are recommended for general interchange (RGI, UTS #51,
https://www.unicode.org/reports/tr51/): the page's palette offers these, out of the very
same file, so that what can be chosen there is what is taken here.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from chat.wire.errors import Malformed

_ROOT = Path(__file__).parents[2]
# Written by ``tests/support/emoji_table.py``, which says what is in it. It is the
# page's, which lies beside this package in a checkout, and in another once installed.
_PLACES = [_ROOT / parts / "static/emoji.json" for parts in ("", "chatsite")]
FILE = next((place for place in _PLACES if place.exists()), _PLACES[0])
# Say whether a character is shown as text or as an emoji; not every keyboard adds them.
_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")


def clean_emoji(text: str) -> str:
    """One emoji, maybe of several code points, in the form in which it is kept.

    Raises:
        Malformed: it is something else.
    """
    emoji = _forms().get(_key(text))
    if emoji is None:
        raise Malformed("That is not an emoji.")
    return emoji


def same_emoji(text: str) -> str:
    """The form in which an emoji is kept; what is none is as it was.

    For what was stored once: the versions before took more, in every form.
    """
    return _forms().get(_key(text), text)


def rows() -> list[list[Any]]:
    """Each emoji, its name, other words for it, and maybe its tones of skin."""
    groups = json.loads(FILE.read_text("utf-8"))["groups"]
    return [row for group in groups for row in group["emoji"]]


def _key(text: str) -> str:
    return text.translate(_SELECTORS)


@cache
def _forms() -> dict[str, str]:
    """How each emoji is written, by what it is without selectors."""
    forms = {}
    for emoji, _, _, *toned in rows():
        for form in (emoji, *(toned[0] if toned else ())):
            forms[_key(form)] = form
    return forms
