"""Words that are held back, and what waits for a moderator, at the plain door."""

from __future__ import annotations

import re

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.text.excerpt import excerpt
from chat.words import sentence

# Of a message's words, in a list.
WORDS_MOST = 100
ACTS = {"hold": "hold", "refuse": "refuse", "allow": "nothing"}
_NUMBERED = re.compile(r"([1-9]\d{0,9})(?:\s+(.*))?", re.ASCII)
NOT_SAID = sentence("Number {number} is not said.")


# --- What is asked for ----------------------------------------------------------------


@verb(
    "/words [hold casino*]",
    sentence(
        "have words of this room wait for a moderator (hold casino*) or not said"
        " (refuse poker | why), or end that (allow poker); alone: which"
    ),
)
def _words(talk: Talk, rest: str) -> Received | None:
    if not rest:
        return wire.ListPatterns(conversation=talk.room)
    act, _, more = rest.partition(" ")
    pattern, _, reason = map(str.strip, more.partition("|"))
    if act.lower() not in ACTS or not 0 < len(pattern) <= wire.PATTERN_CHARACTERS:
        return None
    return wire.SetPattern(
        conversation=talk.room,
        pattern=pattern,
        act=ACTS[act.lower()],  # type: ignore[arg-type]
        reason=reason,
    )


@verb("/held", sentence("what waits for a moderator, yours and what you decide"))
def _held(talk: Talk, rest: str) -> Received:
    return wire.ListHeld()


@verb("/approve 7", sentence("have what waits by that number said"))
def _approve(talk: Talk, rest: str) -> Received | None:
    found = _NUMBERED.fullmatch(rest)
    return wire.Approve(held=int(found[1])) if found and not found[2] else None


@verb("/refuse 7 [why]", sentence("have it not said; of yours, take it back"))
def _refuse(talk: Talk, rest: str) -> Received | None:
    found = _NUMBERED.fullmatch(rest)
    return wire.Refuse(held=int(found[1]), reason=found[2] or "") if found else None


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _waits(event: wire.Held, talk: Talk) -> list[str]:
    text = sentence("That waits for a moderator; /refuse {number} takes it back.")
    return [talk.notice(text, number=f"{event.number}")]


@lines_of.register
def _holds(event: wire.Holds, talk: Talk) -> list[str]:
    if event.ref is UNSET:
        # Of one's own it is the answer that tells.
        others = (each for each in event.messages if each.sender != talk.me)
        return [_line(each, talk) for each in others]
    lines = [_line(each, talk) for each in event.messages]
    if event.more:
        talk.rest = wire.ListHeld(after=event.messages[-1].number)
        lines.append(talk.notice("And more: /more shows them."))
    return lines or [talk.notice("Nothing waits for a moderator.")]


@lines_of.register
def _decided(event: wire.Decided, talk: Talk) -> list[str]:
    number = f"{event.number}"
    if event.seq is not UNSET:
        return [talk.notice("Number {number} is said now.", number=number)]
    if event.reason is UNSET:
        return [talk.notice(NOT_SAID, number=number)]
    text = sentence("Number {number} is not said: {reason}")
    return [talk.notice(text, number=number, reason=event.reason)]


@lines_of.register
def _patterns(event: wire.Patterns, talk: Talk) -> list[str]:
    texts = {
        "hold": sentence("What waits for a moderator in {room}: {words}"),
        "refuse": sentence("What is not said in {room}: {words}"),
    }
    room, lines = talk.name_of(event.conversation), []
    for act, text in texts.items():
        words = [each.pattern for each in event.patterns if each.act == act]
        if words:
            told = talk.words.joined(words)
            lines.append(talk.notice(text, room=room, words=told))
    none = sentence("No words of {room} wait for a moderator, or are refused.")
    return lines or [talk.notice(none, room=room)]


def _line(one: wire.Waiting, talk: Talk) -> str:
    about = {
        "number": f"{one.number}",
        "place": one.name,
        "name": one.sender,
        "words": excerpt(one.body, WORDS_MOST),
    }
    if one.refused:
        if one.reason is UNSET:
            text = sentence("{number}. Yours for {place} was refused: {words}")
            return talk.notice(text, **about)
        text = sentence("{number}. Yours for {place} was refused ({reason}): {words}")
        return talk.notice(text, **about, reason=one.reason)
    if one.sender == talk.me:
        text = sentence("{number}. Yours for {place} waits for a moderator: {words}")
        return talk.notice(text, **about)
    text = sentence("{number}. {name} for {place}, to be decided: {words}")
    return talk.notice(text, **about)
