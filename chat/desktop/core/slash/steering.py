"""Words of those who look after a room: roles, its settings, who is put out of it."""

from __future__ import annotations

import re

from chat.desktop.core.history.happened import why
from chat.desktop.core.history.messages import Event
from chat.desktop.core.slash.person import Person
from chat.desktop.core.slash.verbs import Verbs, is_word

VERBS = Verbs()
ROLES = "member", "voice", "moderator", "owner"
ON_OFF = {"on": True, "off": False}
SWITCHES = "private", "unlisted", "lock", "archived"
SPEAKERS = {"all": "member", "voices": "voice", "moderators": "moderator"}
NUMBERS = "slow", "keep"
SECONDS = {"m": 60, "h": 3600, "d": 86400}
SPAN = re.compile(r"[1-9][0-9]{0,2}[mhd]")
# What is meant for one: a slip must not keep somebody out for good.
LIKE_SPAN = re.compile(r"[0-9]+[a-z]", re.ASCII | re.IGNORECASE)
NO_SPAN = "That is no length of time: say it like 30m, 12h or 3d, up to 999d."
WHAT = (
    "There are: name, description, private, unlisted, lock, archived (on or off),"
    " speakers (all, voices or moderators), slow (seconds),"
    " keep (days, or none)."
)


@VERBS.row(
    "/role bob moderator",
    "make bob moderator, voice or member of this room; owner hands it over",
)
def _role(person: Person, rest: str) -> bool:
    name, _, role = rest.partition(" ")
    role = role.strip().lower()
    if role in ROLES:
        _ask(person, "role", name=_bare(name), role=role)
    return role in ROLES


@VERBS.row("/set [slow 30]", "change this room; alone: what there is to change")
def _set(person: Person, rest: str) -> bool:
    what, _, text = rest.partition(" ")
    value = value_of(what, text.strip())
    if value is None:
        person.note(WHAT)
    else:
        _ask(person, "set", what=what, value=value)
    return True


@VERBS.row("/kick bob [why]", "put bob out of this room")
def _kick(person: Person, rest: str) -> bool:
    name, _, reason = rest.partition(" ")
    if name:
        _ask(person, "kick", name=_bare(name), reason=reason.strip())
    return bool(name)


@VERBS.row("/ban bob [3d] [why]", "keep bob out of this room, for good or a while")
def _ban(person: Person, rest: str) -> bool:
    name, _, more = rest.partition(" ")
    first, _, others = more.strip().partition(" ")
    seconds = seconds_in(first)
    reason = (more if seconds is None else others).strip()
    if seconds is None and LIKE_SPAN.fullmatch(first):
        person.note(NO_SPAN)
        return False
    if name:
        about = {"name": _bare(name), "on": True, "reason": reason}
        _ask(person, "ban", **about, seconds=seconds)
    return bool(name)


@VERBS.row("/unban bob", "let bob come into this room again")
def _unban(person: Person, rest: str) -> bool:
    if is_word(rest):
        _ask(person, "ban", name=_bare(rest), on=False)
    return is_word(rest)


@VERBS.row("/bans", "who is kept out of this room")
def _bans(person: Person, rest: str) -> bool:
    room = person.here.name

    def came(event: Event) -> None:
        rows = [_told(each) for each in event["bans"]]
        person.note(*(rows or [f"Nobody is kept out of {room}."]))

    person.chat.ask("bans", came, conversation=person.here.id)
    return True


def value_of(what: str, text: str) -> str | int | bool | None:
    """None if it makes no sense."""
    if what in SWITCHES:
        return ON_OFF.get(text.lower())
    if what == "speakers":
        return SPEAKERS.get(text.lower())
    if what in NUMBERS:
        number = "0" if text.lower() == "none" else text
        is_number = number.isascii() and number.isdecimal() and len(number) < 6
        return int(number) if is_number else None
    return text if what == "description" or (what == "name" and is_word(text)) else None


def seconds_in(text: str) -> int | None:
    """``30m``, ``12h``, ``3d``: how long; None if it is another word."""
    its = text.lower()
    return int(its[:-1]) * SECONDS[its[-1]] if SPAN.fullmatch(its) else None


def _ask(person: Person, type: str, **fields: object) -> None:
    def came(event: Event) -> None:
        if event["seq"] == 0:
            person.note("That is so already.")

    person.chat.ask(type, came, conversation=person.here.id, **fields)


def _bare(name: str) -> str:
    return name.removeprefix("@")


def _told(its: Event) -> str:
    how = "banned" if its["banned"] else "put out"
    return f"{its['name']} {how}{why(its)}"
