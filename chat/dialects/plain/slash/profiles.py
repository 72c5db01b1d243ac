"""Somebody's profile as lines, and what one has others see of oneself."""

from __future__ import annotations

from datetime import timedelta

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.acts import muted_line
from chat.dialects.plain.doors import doors_called
from chat.dialects.plain.moments import moment_in
from chat.dialects.plain.phrases import HERE, minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_word
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import plural, sentence

GUEST = sentence("{name} is a guest, since {time}.")
ACCOUNT = sentence("{name} has an account, since {time}.")
SAID = plural(
    "{name} has said {count} thing that you can read.",
    "{name} has said {count} things that you can read.",
)
SAID_MORE = sentence("{name} has said {count} things that you can read, or more.")


@verb(
    "/status [+2h] [🌴 On holiday]",
    sentence("say how you are, for a while or for good; alone: nothing any more"),
)
def _status(talk: Talk, rest: str) -> Received | None:
    found = moment_in(rest, talk.now())
    if found is None:
        return wire.SetStatus(text=rest)
    until, text = found
    return wire.SetStatus(text=text, until=until) if text else None


@verb(
    "/zone Europe/Berlin",
    sentence("show others what time it is where you are, or not: off"),
)
def _zone(talk: Talk, rest: str) -> Received | None:
    if rest.lower() == "off":
        return wire.TellZone(on=False)
    return wire.TellZone(zone=rest) if is_word(rest) else None


@verb("/nick rob", sentence("be called otherwise; the name before is kept for you"))
def _nick(talk: Talk, rest: str) -> Received | None:
    return wire.Rename(name=rest) if is_word(rest) else None


@lines_of.register
def _status_set(event: wire.StatusSet, talk: Talk) -> list[str]:
    if event.sender != talk.me:
        return []  # /whois says it to whoever wants to know
    if not event.status.text:
        return [talk.notice("You say nothing of how you are any more.")]
    text = sentence("Everybody sees of you: {status}")
    return [talk.notice(text, status=_how(event.status, talk))]


@lines_of.register
def _zone_set(event: wire.ZoneSet, talk: Talk) -> list[str]:
    if event.on:
        return [talk.notice("Others see what time it is where you are.")]
    return [talk.notice("Nobody sees what time it is where you are.")]


def _how(status: wire.Status, talk: Talk) -> str:
    if status.until is UNSET:
        return status.text
    text = sentence("{status} (until {until})")
    return talk.words(text, status=status.text, until=minute(status.until))


def _about(event: wire.Profile, talk: Talk) -> list[str]:
    """How they are, what time it is there, and how much they have said."""
    name, lines = event.person.name, []
    if event.muted is not UNSET:
        lines.append(muted_line(event.muted, talk))
    if event.status is not UNSET:
        text = sentence("{name}: {status}")
        how = _how(event.status, talk)
        lines.append(talk.notice(text, name=name, status=how))
    if event.ahead is not UNSET:
        there = talk.now() + timedelta(minutes=event.ahead)
        text = sentence("It is {time} where {name} is.")
        lines.append(talk.notice(text, time=f"{there:%H:%M}", name=name))
    if not event.messages:
        return lines
    if event.more is not UNSET:
        lines.append(talk.notice(SAID_MORE, name=name, count=f"{event.messages:,}"))
    else:
        lines.append(talk.notice(*SAID, name=name, count=event.messages))
    return lines


@lines_of.register
def _profile(event: wire.Profile, talk: Talk) -> list[str]:
    name = event.person.name
    lines = [talk.notice(HERE, name=name)]
    if event.doors:
        text, doors = sentence("{name} is here ({doors})"), event.doors
        lines = [talk.notice(text, name=name, doors=doors_called(doors, talk))]
    if event.seen is not UNSET:
        text = sentence("{name} was last here at {time}.")
        lines = [talk.notice(text, name=name, time=minute(event.seen))]
    kind = GUEST if event.person.guest else ACCOUNT
    lines.append(talk.notice(kind, name=name, time=minute(event.since)))
    lines += _about(event, talk)
    if not event.rooms or talk.is_me(event.person):
        return lines
    text = sentence("{name} and you are both in {rooms}.")
    rooms = talk.words.joined(event.rooms)
    return [*lines, talk.notice(text, name=name, rooms=rooms)]
