"""Slack's way to mark text up, in the site's.

https://api.slack.com/reference/surfaces/formatting: ``*bold*``, ``_slanted_``,
``~struck~``, ``<https://…|words>``, ``<@U…>``, ``<#C…|name>``, ``<!here>``, and three
characters as entities.
"""

from __future__ import annotations

import re

from chat.moving.foreign.emoji import in_text
from chat.moving.foreign.records import person, room, unmarked

_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_TOKEN = re.compile(r"<([^<>\n]+)>")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])")
_STRUCK = re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]*?[^\s~])~(?![\w~])")
# Where one of these was, while the text around it is looked at.
HOLE = "\ue002"
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def markdown(text: str) -> str:
    """The text as the site has it; people and rooms are marked in it."""
    parts = _CODE.split(unmarked(text))
    # Every second one is code.
    return "".join(
        _code(part) if at % 2 else _words(part) for at, part in enumerate(parts)
    )


def plain(text: str) -> str:
    """The three characters that come as entities."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _code(part: str) -> str:
    words = plain(_TOKEN.sub(lambda it: it[1].partition("|")[0], part))
    if not words.startswith("```") or "\n" not in words:
        return words
    return f"```\n{words[3:-3].strip(chr(10))}\n```"


def _words(part: str) -> str:
    pieces = _TOKEN.split(part)
    # What is in angle brackets is every second one, and no mark within it counts.
    kept = [_token(piece) if at % 2 else "" for at, piece in enumerate(pieces)]
    text = HOLE.join(piece.replace(HOLE, "") for piece in pieces[::2])
    text = _STRUCK.sub(r"~~\1~~", _BOLD.sub(r"**\1**", text))
    tokens = iter(kept[1::2])
    return "".join(
        next(tokens) if piece == HOLE else plain(in_text(piece))
        for piece in re.split(f"({HOLE})", text)
    )


def _token(inside: str) -> str:
    what, _, label = inside.partition("|")
    label = plain(label)
    if what.startswith("@"):
        return person(what[1:])
    if what.startswith("#"):
        return room(what[1:])
    if what.startswith("!"):
        named = label.removeprefix("@") or what[1:].partition("^")[0]
        return label if what.startswith("!date") else f"@{named}"
    address = plain(what)
    if not label or label in (address, address.removeprefix("mailto:")):
        return address.removeprefix("mailto:")
    return f"[{label}]({address})"
