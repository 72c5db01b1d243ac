"""Why somebody was notified of a message, at the plain door."""

from __future__ import annotations

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.keeping import about
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence


@verb("/why 43 [#dev]", sentence("why you were notified of message 43, or not"))
def _why(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.AskWhy)


@lines_of.register
def _why_told(event: wire.Why, talk: Talk) -> list[str]:
    rules = [f"* {'+' if each.passed else '-'} {each.text}" for each in event.rules]
    return [f"* {event.text}", *rules]
