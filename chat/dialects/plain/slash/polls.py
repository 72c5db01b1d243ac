"""Polls at the plain door, as text: the verbs, and their lines."""

from __future__ import annotations

import re
from functools import partial

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import UNHEARD, at_place, some, stands
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_number, is_place
from chat.dialects.plain.slash.commands import there
from chat.dialects.plain.slash.keeping import about
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence

NOTHING = "none"
_MANY = re.compile(r"many\s+", re.IGNORECASE)
_CLOSE = re.compile(r"close(?:\s+|$)", re.IGNORECASE)


# --- What is asked for ----------------------------------------------------------------


@verb(
    "/poll [many] Lunch? | Pizza | Soup",
    sentence("ask everybody; alone: the last poll; /poll 43; /poll close 43"),
)
def _poll(talk: Talk, rest: str) -> Received | None:
    if "|" in rest:
        many = _MANY.match(rest)
        text, *options = rest[many.end() if many else 0 :].split("|")
        return talk.ask(text, options, many=many is not None)
    closes = _CLOSE.match(rest)
    words = rest[closes.end() if closes else 0 :].split()
    where = _place(words)
    if len(words) > 1 or not all(map(is_number, words)):
        return None
    command = wire.ClosePoll if closes else partial(wire.ListPolls, limit=1)
    return there(talk, where, partial(command, seq=int(words[0]) if words else None))


@verb(
    "/vote [43] 2",
    sentence("choose, of poll 43, or of the last one; 1,3: several; none: nothing"),
)
def _vote(talk: Talk, rest: str) -> Received | None:
    words = rest.lower().split()
    where = _place(words)
    seq, *chosen = words if len(words) > 1 else ["", *words]
    options = [] if chosen == [NOTHING] else ",".join(chosen).split(",")
    if (
        not chosen
        or not all(map(is_number, options))
        or len(options) > wire.OPTIONS_MOST
    ):
        return None
    if seq and not is_number(seq):
        return None
    choices = [int(each) for each in options]
    which = int(seq) if seq else None
    return there(talk, where, partial(wire.Vote, seq=which, options=choices))


@verb("/voters 43 [#dev]", sentence("who has chosen what of poll 43"))
def _voters(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.FetchVoters)


def _place(words: list[str]) -> str:
    """The place that comes last, which is taken off the words; else this one."""
    return words.pop() if words and is_place(words[-1]) else ""


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _told(event: wire.PollTold, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    return [stands(event.poll, event.target, talk) + at_place(event, talk)]


@lines_of.register
def _voted(event: wire.Voted, talk: Talk) -> list[str]:
    mine = event.poll.mine or []
    if not mine:
        text = sentence("You have chosen nothing of poll {number}.")
        return [talk.notice(text, number=event.target)]
    options = [event.poll.options[each - 1].text for each in mine]
    text = sentence("You have chosen of poll {number}: {options}")
    chosen = talk.words.joined(options)
    return [talk.notice(text, number=event.target, options=chosen)]


@lines_of.register
def _polls(event: wire.Polls, talk: Talk) -> list[str]:
    """Each with a line for each option, so that its number is seen."""
    if not event.messages:
        room = talk.name_of(event.conversation)
        return [talk.notice("There is no poll in {room}.", room=room)]
    return [line for each in event.messages for line in _shown(each, talk)]


@lines_of.register
def _voters_told(event: wire.Voters, talk: Talk) -> list[str]:
    lines = []
    for number, people in enumerate(event.voters, start=1):
        names = [each.name for each in people if each.id not in talk.blocked]
        lines.append(f"* {number}. {some(names, talk)}".rstrip())
    return lines


def _shown(message: wire.Message, talk: Talk) -> list[str]:
    poll = message.poll
    if message.author in talk.blocked or not poll:
        return [f"* {message.seq} {talk.words(UNHEARD)}"]
    question, mine = message.body.partition("\n")[0], poll.mine or []
    asked = talk.notice(
        "Poll {number} by {name}: {question}",
        number=message.seq,
        name=message.sender,
        question=question,
    )
    closed = f" ({talk.words('closed')})" if poll.closed else ""
    lines = [f"{asked}{closed}"]
    for number, option in enumerate(poll.options, start=1):
        own = f" ({talk.words('your choice')})" if number in mine else ""
        lines.append(f"* {number}. {option.text}: {option.votes}{own}")
    return lines
