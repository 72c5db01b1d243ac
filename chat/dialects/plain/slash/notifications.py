"""Why somebody was notified of a message, and pauses of that, at the plain door."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.moments import moment_in
from chat.dialects.plain.phrases import minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.keeping import about
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence


@verb("/why 43 [#dev]", sentence("why you were notified of message 43, or not"))
def _why(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.AskWhy)


@verb(
    "/pause [+2h]",
    sentence("be notified of nothing for a while; alone: go on"),
)
def _pause(talk: Talk, rest: str) -> Received | None:
    if not rest:
        return wire.Pause()
    until, more = moment_in(rest, talk.now()) or (None, "")
    return wire.Pause(until=until) if until and not more else None


@lines_of.register
def _paused(event: wire.Paused, talk: Talk) -> list[str]:
    if event.until is UNSET:
        return [talk.notice("You are notified again.")]
    text = sentence("You are not notified until {until}.")
    return [talk.notice(text, until=minute(event.until))]


@lines_of.register
def _why_told(event: wire.Why, talk: Talk) -> list[str]:
    rules = [f"* {'+' if each.passed else '-'} {each.text}" for each in event.rules]
    return [f"* {event.text}", *rules]
