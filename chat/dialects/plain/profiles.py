"""Somebody's profile as lines."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.dialects.plain.phrases import HERE, minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.talk import Talk
from chat.words import sentence

GUEST = sentence("{name} is a guest, since {time}.")
ACCOUNT = sentence("{name} has an account, since {time}.")


@lines_of.register
def _profile(event: wire.Profile, talk: Talk) -> list[str]:
    name = event.person.name
    lines = [talk.notice(HERE, name=name)]
    if event.seen is not UNSET:
        text = sentence("{name} was last here at {time}.")
        lines = [talk.notice(text, name=name, time=minute(event.seen))]
    kind = GUEST if event.person.guest else ACCOUNT
    lines.append(talk.notice(kind, name=name, time=minute(event.since)))
    if not event.rooms or talk.is_me(event.person):
        return lines
    text = sentence("{name} and you are both in {rooms}.")
    return [*lines, talk.notice(text, name=name, rooms=", ".join(event.rooms))]
