"""Who is named: the command that asks, and its lines."""

from __future__ import annotations

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import folded, lead_of, minute
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import MENTIONS_OF_A_PAGE, Talk
from chat.words import sentence


@verb("/mentions", sentence("where you were named of late"))
def _asked(talk: Talk, rest: str) -> Received:
    return wire.FetchMentions(limit=MENTIONS_OF_A_PAGE)


@lines_of.register
def _mentioned(event: wire.Mentioned, talk: Talk) -> list[str]:
    """Of a talk of two, the word itself says it."""
    room = talk.name_of(event.conversation)
    is_unheard = event.author in talk.blocked or talk.is_quiet(event.conversation)
    if is_unheard or not room.startswith("#"):
        return []
    return [talk.notice("{name} names you in {room}", name=event.sender, room=room)]


@lines_of.register
def _mentions(event: wire.Mentions, talk: Talk) -> list[str]:
    """The newest last, as in a history."""
    if not event.mentions:
        return [talk.notice("Nobody has named you.")]
    said = [line for each in event.mentions[::-1] for line in _elsewhere(each, talk)]
    more = [talk.notice("And more: /more shows them.")] if event.more else []
    return said + more


def _elsewhere(each: wire.Mentioning, talk: Talk) -> list[str]:
    message = each.message
    lead = f"[{minute(message.at)}] {each.name} {lead_of(message, message.sender)}"
    return folded(message.body, lead, (each.conversation, message.seq), talk)
