"""The verbs of the plain door about replies, and about what stands around a message."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.slash.arguments import is_number, is_place
from chat.dialects.plain.slash.commands import there
from chat.dialects.plain.slash.keeping import about
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import NUMBERED, Talk
from chat.words import sentence

HISTORY_DEFAULT = 20


@verb(
    "/reply [@bob] [43 yes]",
    sentence("answer message 43; without it: the last ones, with their numbers"),
)
def _reply(talk: Talk, rest: str) -> Received | None:
    where, words = _split(rest)
    if not words:
        ask = partial(wire.FetchHistory, limit=HISTORY_DEFAULT, ref=NUMBERED)
        return there(talk, where, ask)
    return with_words(
        talk,
        rest,
        lambda conversation, seq, body: talk.post(conversation, body, reply_to=seq),
    )


@verb("/replies 43 [#dev]", sentence("what message 43 answers, and what answers it"))
def _replies(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.FetchChain, ref=NUMBERED)


@verb("/around 43 [#dev]", sentence("what was said around message 43, numbered"))
def _around(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, _history_around)


def _history_around(conversation: int, seq: int) -> wire.FetchHistory:
    limit = HISTORY_DEFAULT
    return wire.FetchHistory(
        conversation=conversation, around=seq, limit=limit, ref=NUMBERED
    )


def with_words(
    talk: Talk, rest: str, command: Callable[..., wire.AnyCommand]
) -> Received | None:
    """A command with words about the message of a number, here or in the place that
    comes first.
    """
    where, words = _split(rest)
    seq, _, body = words.partition(" ")
    if not (is_number(seq) and body.strip()):
        return None
    return there(talk, where, partial(command, seq=int(seq), body=body))


def _split(rest: str) -> tuple[str, str]:
    """The place that comes first, if one does, and the words that follow."""
    if not is_place(rest):
        return "", rest
    where, _, words = rest.partition(" ")
    return where, words.lstrip()
