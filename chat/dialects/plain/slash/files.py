"""Files at the plain door: where to send one, and where those of a message are."""

from __future__ import annotations

import shlex

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.keeping import about
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.text.size import length_of, measures_of
from chat.words import sentence

PDF = "application/pdf"


@verb("/upload plan.pdf", sentence("share a file here: it says how to send it"))
def _upload(talk: Talk, rest: str) -> Received | None:
    return wire.BeginUpload(name=rest, to=talk.room) if rest else None


@verb("/files 43 [#dev]", sentence("where the files of message 43 are, for a week"))
def _files(talk: Talk, rest: str) -> Received | None:
    return about(talk, rest, wire.FetchFiles)


@lines_of.register
def _begun(event: wire.Upload, talk: Talk) -> list[str]:
    text = sentence("This sends {name}, within a day. It is shared as soon as it came:")
    how = f"curl -T {shlex.quote(event.name)} {shlex.quote(event.url or event.href)}"
    lines = [talk.notice(text, name=event.name), f"* {how}"]
    return [*lines, *_beginning(talk, is_known=bool(event.url))]


@lines_of.register
def _told(event: wire.Files, talk: Talk) -> list[str]:
    lines = [
        f"* {each.name} ({_measures_of(each, talk)}): {each.url or each.href}"
        for each in event.files
    ]
    return [*lines, *_beginning(talk, is_known=bool(event.files[0].url))]


def _measures_of(file: wire.File, talk: Talk) -> str:
    sides = file.width or None, file.height or None
    if file.media == PDF:
        sides = None, None  # they are how its first page is drawn
    about = measures_of(file.size, *sides, talk.words)
    return f"{about}, {length_of(file.seconds)}" if file.seconds else about


def _beginning(talk: Talk, *, is_known: bool) -> list[str]:
    """What to do with a path alone."""
    if is_known:
        return []
    return [talk.notice("Before that goes the address of the site's pages.")]
