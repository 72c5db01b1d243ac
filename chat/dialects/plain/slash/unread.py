"""What is unread at the plain door, what of it is news, and who has read what."""

from __future__ import annotations

from functools import partial
from typing import Any, get_args

from chat import wire
from chat.dialects import Received
from chat.dialects.plain.phrases import is_news, some, unread_in
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.slash.commands import there
from chat.dialects.plain.slash.verbs import verb
from chat.dialects.plain.talk import Talk
from chat.words import sentence

LEVELS: dict[str, str] = {
    "all": sentence("In {place} everything is news to you."),
    "mentions": sentence("In {place} only what mentions you is news to you."),
    "nothing": sentence("In {place} nothing is news to you."),
}


@verb(
    "/notify [mentions] [#dev]",
    sentence("what is news to you here: all, mentions or nothing"),
)
def _notify(talk: Talk, rest: str) -> Received | None:
    words = rest.split()
    level: Any = words.pop(0) if words and words[0] in get_args(wire.Level) else None
    return there(talk, " ".join(words), partial(wire.SetLevel, level=level))


@verb(
    "/unread [#dev]",
    sentence("what you have not read; with a name, have the last word there unread"),
)
def _unread(talk: Talk, rest: str) -> Received | None:
    if not rest:
        return wire.ListConversations(limit=wire.HISTORY_LIMIT)
    return there(talk, rest, wire.MarkUnread)


@verb("/seen [#dev]", sentence("who has read what you have said last"))
def _seen(talk: Talk, rest: str) -> Received | None:
    return there(talk, rest, wire.FetchReaders)


@verb("/receipts on", sentence("show others what you have read, or not: off"))
def _receipts(talk: Talk, rest: str) -> Received | None:
    on = {"on": True, "off": False}.get(rest.lower())
    return None if on is None else wire.SetReceipts(on=on)


# --- What is said of it ---------------------------------------------------------------


@lines_of.register
def _level(event: wire.LevelSet, talk: Talk) -> list[str]:
    place = talk.name_of(event.conversation)
    lines = [talk.notice(LEVELS[event.level], place=place)]
    if event.hidden:
        text = sentence(
            "{room} is out of your list, and you hear it: /show {room} has it back."
        )
        lines.append(talk.notice(text, room=place))
    return lines


@lines_of.register
def _marked(event: wire.MarkedUnread, talk: Talk) -> list[str]:
    told = unread_in(event.conversation, talk)
    return [talk.notice("Unread again: {unread}", unread=told)]


@lines_of.register
def _conversations(event: wire.Conversations, talk: Talk) -> list[str]:
    news = [unread_in(each, talk) for each in event.conversations if is_news(each)]
    lines = [talk.notice("Unread: {unread}", unread=some(news, talk))] if news else []
    if event.more:
        return [*lines, talk.notice("And more: /more shows them.")]
    return lines or [talk.notice("You have read everything.")]


@lines_of.register
def _readers(event: wire.Readers, talk: Talk) -> list[str]:
    place = talk.name_of(event.conversation)
    names = [person.name for person in event.people]
    if not names:
        text = sentence("Of those who show it nobody has read it in {place} yet.")
        return [talk.notice(text, place=place)]
    text = sentence("What you have said last in {place} was read by {names}.")
    return [talk.notice(text, place=place, names=some(names, talk))]


@lines_of.register
def _shown(event: wire.ReceiptsSet, talk: Talk) -> list[str]:
    if event.on:
        return [talk.notice("Others see what you have read, and you what they have.")]
    return [talk.notice("Nobody sees what you have read, nor you what they have.")]
