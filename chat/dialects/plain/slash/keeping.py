"""What is kept of what was said, at the plain door: pinned, saved, as it was before.

A message is meant by its number in the log of where it was said.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import LINES_MOST, UNHEARD, at_place, minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.arguments import is_number
from chat.dialects.plain.slash.commands import there
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.text.excerpt import excerpt
from chat.words import sentence

# Of a message's words, in a list.
WORDS_MOST = 100
# Marks the command whose answer is read: others in the room hear the same.
ASKED = "unpreview"


# --- What is asked for ----------------------------------------------------------------


@verb("/pin 43 [#dev]", sentence("have message 43 at hand for everybody here"))
def _pin(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.Pin, on=True)


@verb("/unpin 43 [#dev]", sentence("no more"))
def _unpin(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.Pin, on=False)


@verb(
    "/unpreview 43 [#dev]", sentence("show no more where the link of message 43 leads")
)
def _unpreview(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.RemovePreview, ref=ASKED)


@verb("/pins [#dev]", sentence("what is pinned here, or elsewhere, with the numbers"))
def _pins(talk: Talk, rest: str) -> Received | None:
    return there(talk, rest, wire.ListPins)


@verb("/save 43 [#dev]", sentence("keep message 43 in a list of your own"))
def _save(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.Save, on=True)


@verb("/unsave 43 [#dev]", sentence("take it off that list"))
def _unsave(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.Save, on=False)


@verb("/saved", sentence("what you have saved, the last first"))
def _saved(talk: Talk, rest: str) -> Received:
    return wire.ListSaved(limit=20)


@verb("/versions 43 [#dev]", sentence("what your message 43 said before"))
def _versions(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.ListVersions)


def about(
    talk: Talk, rest: str, command: Callable[..., wire.AnyCommand], **more: Any
) -> Received | None:
    """A command about the message with a number, here or in a place behind it."""
    seq, *where = rest.split(maxsplit=1) or [""]
    if not is_number(seq):
        return None
    return there(talk, "".join(where), partial(command, seq=int(seq), **more))


# --- What is told ---------------------------------------------------------------------


@lines_of.register
def _pinned(event: wire.Pinned, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    text = sentence("{name} pinned message {number}")
    if not event.on:
        text = sentence("{name} took the pin off message {number}")
    line = talk.notice(text, name=event.sender, number=event.target)
    return [line + at_place(event, talk)]


@lines_of.register
def _previewed(event: wire.Previewed, talk: Talk) -> list[str]:
    if event.ref != ASKED:
        return []  # a terminal shows the link itself
    text = sentence("Message {number} shows no more where its link leads.")
    return [talk.notice(text, number=event.target)]


@lines_of.register
def _pins_told(event: wire.Pins, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if not event.pins:
        return [talk.notice("Nothing is pinned in {room}.", room=room)]
    first = talk.notice("Pinned in {room}:", room=room)
    return [first, *(_line(each, talk) for each in event.pins)]


@lines_of.register
def _bookmarked(event: wire.Bookmarked, talk: Talk) -> list[str]:
    text = sentence("You have saved message {number} of {room}.")
    if not event.on:
        text = sentence("You have taken message {number} of {room} off your list.")
    room = talk.name_of(event.conversation)
    return [talk.notice(text, number=event.target, room=room)]


@lines_of.register
def _saved_told(event: wire.Saved, talk: Talk) -> list[str]:
    lines = [
        _line(each, talk, talk.name_of(each.conversation) + " ") for each in event.saved
    ]
    lines = lines or [talk.notice("You have saved nothing.")]
    return [*lines, talk.notice("And more: /more shows them.")] if event.more else lines


@lines_of.register
def _versions_told(event: wire.Versions, talk: Talk) -> list[str]:
    lines = []
    for version in event.versions:
        lead = "*" if version.at is UNSET else f"* [{minute(version.at)}]"
        lines += [f"{lead} {line}" for line in version.body.split("\n")[:LINES_MOST]]
    if event.deleted is True and event.versions:
        by = event.versions[-1].by
        lines.append(talk.notice("It was deleted by {name}.", name=by or "?"))
    return lines or [talk.notice("What it said before is not kept any more.")]


def _line(kept: wire.Kept, talk: Talk, place: str = "") -> str:
    where = f"* {place}{kept.seq}"
    if kept.at is UNSET:
        return f"{where} {talk.words('This message is gone.')}"
    if kept.author in talk.blocked:
        return f"{where} {talk.words(UNHEARD)}"
    words = excerpt(str(kept.body), WORDS_MOST)
    return f"{where} [{minute(kept.at)}] {kept.sender}: {words}"
