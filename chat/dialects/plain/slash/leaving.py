"""Leaving for good at the plain door, and taking along what is one's own."""

from __future__ import annotations

from typing import cast

from msgspec import UNSET

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence

WORDS = "stay", "go"


@verb(
    "/delete-account [ada [go] [password]]",
    sentence(
        "leave for good: by your name, and your password if you have one; go: what you"
        " said goes, too; alone: what becomes of what"
    ),
)
def _delete_account(talk: Talk, rest: str) -> Received:
    name, *more = rest.split(maxsplit=1) or [""]
    if not name:
        return encode_lines([talk.notice(each) for each in EXPLAINED])
    first, *password = "".join(more).split(maxsplit=1) or [""]
    if first in WORDS:
        words = cast("wire.Fate", first)
        return wire.DeleteAccount(name=name, password="".join(password), words=words)
    return wire.DeleteAccount(name=name, password="".join(more))


EXPLAINED = (
    sentence("Your name leads to nobody from then on, and there is no way back."),
    sentence("What you said stays as somebody's who left, or goes, if you say go."),
    sentence("Conversations of two stay with the other."),
)


@verb(
    "/export",
    sentence("take along what is yours, as a zip, made once a day; again: where it is"),
)
def _export(talk: Talk, rest: str) -> Received:
    return wire.MakeExport()


@lines_of.register
def _exported(event: wire.Export, talk: Talk) -> list[str]:
    if event.href is UNSET:
        return [talk.notice("It is being made: you are told when it is here.")]
    text = sentence("What is yours is here, for whoever logs in as you: {address}")
    return [talk.notice(text, address=event.url or event.href)]


@lines_of.register
def _account_deleted(event: wire.AccountDeleted, talk: Talk) -> list[str]:
    return [talk.notice("Your account is deleted. Farewell!")]
