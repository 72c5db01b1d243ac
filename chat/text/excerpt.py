"""The beginning of a text, in one line: what a reply shows of what it answers."""

from __future__ import annotations

import re

MOST = 200
LOOKED_AT = 500
# What JavaScript's ``\\s`` has beside Python's is no space between words.
_SPACE = re.compile(r"\s+")


def excerpt(body: str, most: int = MOST) -> str:
    """Its first ``most`` characters, as one line; a longer one ends with ``…``.

    As in static/js/core/content/quotes.js.
    """
    line = _SPACE.sub(" ", body[:LOOKED_AT]).strip(" ")
    return line if len(line) <= most else f"{line[: most - 1].rstrip(' ')}…"
