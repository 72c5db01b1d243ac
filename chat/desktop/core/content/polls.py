"""A poll as it is typed behind a slash, as its message says it, and how it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chat.desktop.core.checks import is_place, number, text

Poll = dict[str, Any]
"""As the wire has it: ``options``, ``voters``, ``closed`` and ``mine``."""

OPTIONS_MOST = 10
_MANY = re.compile(r"many\s+", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9][0-9]{0,10}")


def asked_in(typed: str) -> Poll | None:
    """``many Lunch? | Pizza | Soup``; None if that asks nothing."""
    if "|" not in typed:
        return None
    many = _MANY.match(typed)
    question, *options = map(_in_line, typed[many.end() if many else 0 :].split("|"))
    return {"text": question, "options": options, "many": many is not None}


def choice_in(typed: str) -> Poll | None:
    """``43 1,3 #dev``: which options, of which poll, if that is said, and where; None:
    it makes no sense.
    """
    words = typed.split()
    where = words.pop() if words and is_place(words[-1]) else ""
    seq, *chosen = words if len(words) > 1 else ["", *words]
    options = ",".join(chosen).lower().split(",")
    options = [] if options == ["none"] else options
    is_sense = all(map(_NUMBER.fullmatch, [*options, seq or "1"]))
    if not (chosen and is_sense) or len(options) > OPTIONS_MOST:
        return None
    numbers = [int(each) for each in options]
    return {"seq": int(seq) if seq else None, "options": numbers, "where": where}


def percent_of(votes: int, voters: int) -> int:
    """What part of those who have voted that is; a half counts as one."""
    return (200 * votes + voters) // (2 * voters) if voters else 0


def standing(poll: Poll, seq: int) -> str:
    """How it stands, in a line."""
    voters = poll["voters"]
    told = ", ".join(
        f"{each['text']}: {each['votes']} ({percent_of(each['votes'], voters)} %)"
        for each in poll["options"]
    )
    closed = " is closed" if poll["closed"] else ""
    texts = [each["text"] for each in poll["options"]]
    mine = ", ".join(texts[each - 1] for each in poll["mine"])
    own = f"; you have chosen {mine}" if mine else ""
    return f"Poll {seq}{closed}: {told}{own}"


def poll_in(wire: Mapping[str, Any], before: Poll | None = None) -> Poll:
    """From the wire; what this person has chosen is as ``before`` where it is not said.

    Raises:
        one of STRANGE: it could not be drawn.
    """
    options = [
        {"text": text(each["text"]), "votes": number(each["votes"])}
        for each in wire["options"]
    ]
    chosen = map(number, wire.get("mine", (before or {}).get("mine", [])))
    mine = [each for each in chosen if 0 < each <= len(options)]
    # What an older version has kept does not say how many have voted: no fewer.
    fewest = max((number(each["votes"]) for each in wire["options"]), default=0)
    voters = number(wire.get("voters", fewest))
    facts = {"closed": bool(wire["closed"]), "voters": voters}
    return {"options": options, **facts, "mine": mine}


def _in_line(text: str) -> str:
    return " ".join(text.split())
