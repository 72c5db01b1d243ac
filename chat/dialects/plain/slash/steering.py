"""What those who look after a room say at the plain door."""

from __future__ import annotations

import re

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.slash.arguments import is_word, name_in
from chat.dialects.plain.slash.verbs import hint, verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence

ON_OFF = {"on": True, "off": False}
SWITCHES = "private", "unlisted", "lock", "archived"
SPEAKERS = {"all": "member", "voices": "voice", "moderators": "moderator"}
NUMBERS = "slow", "keep"
SECONDS = {"m": 60, "h": 3600, "d": 86400}
SPAN = re.compile(r"[1-9][0-9]{0,2}[mhd]")
# What is meant for one: a slip must not keep somebody out for good.
LIKE_SPAN = re.compile(r"[0-9]+[a-z]", re.ASCII | re.IGNORECASE)
NO_SPAN = sentence("That is no length of time: say it like 30m, 12h or 3d, up to 999d.")
WHAT = sentence(
    "There are: name, description, private, unlisted, lock, archived (on or off),"
    " speakers (all, voices or moderators), slow (seconds),"
    " keep (days, or none)."
)


@verb(
    "/role bob moderator",
    sentence("make bob moderator, voice or member of this room; owner hands it over"),
)
def _role(talk: Talk, rest: str) -> Received | None:
    name, _, role = rest.partition(" ")
    role = role.strip().lower()
    if role not in ("member", "voice", "moderator", "owner"):
        return None
    return wire.SetRole(conversation=talk.room, name=name_in(name), role=role)  # type: ignore[arg-type]


@verb("/set [slow 30]", sentence("change this room; alone: what there is to change"))
def _set(talk: Talk, rest: str) -> Received | None:
    what, _, text = rest.partition(" ")
    value = _value(what, text.strip())
    if value is None:
        return hint(talk, WHAT)
    return wire.Steer(conversation=talk.room, what=what, value=value)  # type: ignore[arg-type]


@verb("/kick bob [why]", sentence("put bob out of this room"))
def _kick(talk: Talk, rest: str) -> Received | None:
    name, _, reason = rest.partition(" ")
    if not name:
        return None
    where, whom = talk.room, name_in(name)
    return wire.Kick(conversation=where, name=whom, reason=reason.strip())


@verb("/ban bob [3d] [why]", sentence("keep bob out of this room, for good or a while"))
def _ban(talk: Talk, rest: str) -> Received | None:
    name, _, more = rest.partition(" ")
    first, _, others = more.strip().partition(" ")
    seconds = seconds_in(first)
    if not name:
        return None
    if seconds is None and LIKE_SPAN.fullmatch(first):
        return hint(talk, NO_SPAN)
    return wire.BanFromRoom(
        conversation=talk.room,
        name=name_in(name),
        on=True,
        reason=(more if seconds is None else others).strip(),
        seconds=seconds,
    )


@verb("/unban bob", sentence("let bob come into this room again"))
def _unban(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    return wire.BanFromRoom(conversation=talk.room, name=name_in(rest), on=False)


@verb("/bans", sentence("who is kept out of this room"))
def _bans(talk: Talk, rest: str) -> Received:
    return wire.ListBans(conversation=talk.room)


def _value(what: str, text: str) -> str | int | bool | None:
    """None if it makes no sense."""
    if what in SWITCHES:
        return ON_OFF.get(text.lower())
    if what == "speakers":
        return SPEAKERS.get(text.lower())
    if what in NUMBERS:
        number = "0" if text.lower() == "none" else text
        is_number = number.isascii() and number.isdecimal() and len(number) < 6
        return int(number) if is_number else None
    if what == "description" or (what == "name" and is_word(text)):
        return text
    return None


def seconds_in(text: str) -> int | None:
    """``30m``, ``12h``, ``3d``: how long; None if it is another word."""
    its = text.lower()
    return int(its[:-1]) * SECONDS[its[-1]] if SPAN.fullmatch(its) else None
