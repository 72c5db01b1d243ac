"""Whom one asks in: talks of some people at once are begun, rooms are offered."""

from __future__ import annotations

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import who_is_in
from chat.dialects.plain.printable import encode_lines
from chat.dialects.plain.slash.arguments import is_word, name_in
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import MOVE, Talk
from chat.words import sentence


@verb(
    "/group [bob eve]",
    sentence("talk with some people at once; alone: your groups"),
)
def _group(talk: Talk, rest: str) -> Received | None:
    names = [name_in(each) for each in rest.replace(",", " ").split()]
    if len(names) > wire.GROUP_MOST:
        return None
    if names:
        return wire.BeginGroup(names=names, ref=MOVE)
    lines = [who_is_in(group, talk) for group in talk.groups]
    return encode_lines(lines or [talk.notice("You are in no group.")])


@verb("/invite bob", sentence("offer somebody this room"))
def _invite(talk: Talk, rest: str) -> Received | None:
    if not is_word(rest):
        return None
    here, name = talk.room, rest.removeprefix("@")
    if talk.name_of(here).startswith("&"):
        return wire.BeginGroup(names=[name], conversation=here, ref=MOVE)
    return wire.Invite(conversation=here, name=name)
