"""What is to be said later, at the plain door: kept, listed with numbers, taken off.

A message is meant by its number in the last list. Times are in UTC, as all here.
"""

from __future__ import annotations

import re

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.moments import moment_in
from chat.dialects.plain.phrases import minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_place
from chat.dialects.plain.slash.verbs import hint, verb
from chat.dialects.plain.talk import Talk
from chat.text.excerpt import excerpt
from chat.words import sentence

# Of a message's words, in a list.
WORDS_MOST = 100
# Marks the command that comes too late where it has been said.
ASKED = "later"
_ACTION = re.compile(r"/me\s+(?=\S)", re.IGNORECASE)
_ABOUT = re.compile(r"(now|cancel) ([1-9]\d{0,2})", re.ASCII)


# --- What is asked for ----------------------------------------------------------------


@verb(
    "/later [@bob] [+20m tea]",
    sentence(
        "send it later: +20m, +2h, 18:30 or 2026-12-01 09:00 (UTC); alone: what waits;"
        " /later cancel 2, /later now 2"
    ),
)
def _later(talk: Talk, rest: str) -> Received | None:
    if not rest:
        return wire.ListScheduled()
    if about := _ABOUT.fullmatch(rest):
        return _change(talk, about[1], int(about[2]))
    place: int | str = talk.room
    when = rest
    if is_place(rest):
        place, _, when = rest.partition(" ")
    found = moment_in(when.lstrip(), talk.now())
    if found is None or not found[1]:
        return None
    at, text = found
    said = _ACTION.sub("", text, count=1) if _ACTION.match(text) else text
    # Not as what is said here: it is shown here, too, when it is said.
    id, action = talk.make_id(), said != text
    return wire.Schedule(to=place, body=said, id=id, at=at, action=action)


def _change(talk: Talk, what: str, number: int) -> Received:
    if number > len(talk.later):
        text = sentence("There is no number {number} in the list: /later shows it.")
        return hint(talk, text, number=f"{number}")
    id = talk.later[number - 1]
    if what == "now":
        return wire.Reschedule(id=id, now=True)
    return wire.Unschedule(id=id, ref=ASKED)


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _scheduled(event: wire.Scheduled, talk: Talk) -> list[str]:
    if not event.whole:
        return [_line(each, talk) for each in event.messages]
    talk.later = [each.id for each in event.messages]
    if not event.messages:
        return [talk.notice("Nothing of yours is to be sent later.")]
    return [
        f"* {number}. {_line(each, talk)[2:]}"
        for number, each in enumerate(event.messages, 1)
    ]


@lines_of.register
def _unscheduled(event: wire.Unscheduled, talk: Talk) -> list[str]:
    if event.seq is not UNSET:
        # It is heard where it was said.
        is_late = event.ref == ASKED
        return [talk.notice("It has been sent already.")] if is_late else []
    return [talk.notice("That is not sent later any more.")]


def _line(one: wire.Later, talk: Talk) -> str:
    said = {"place": one.name, "words": excerpt(one.body, WORDS_MOST)}
    if one.detail is not UNSET:
        text = sentence("Not sent to {place}: {words} ({reason})")
        return talk.notice(text, **said, reason=talk.words(one.detail))
    text = sentence("To be sent to {place} at {time} UTC: {words}")
    return talk.notice(text, **said, time=minute(one.at))
