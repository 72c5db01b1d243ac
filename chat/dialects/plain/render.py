"""Events to plain lines.

What people say has their name in front of every line, so that no message can pass for
somebody else's, or for a notice: those start with ``*``, errors with ``!``. What
somebody does starts with ``*`` and the name, ``* ada waves``: it can look like a notice
about nobody but herself. What is said in the lobby stands alone, elsewhere the place
comes first.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec import UNSET

from chat import wire
from chat.dialects.plain.doors import with_doors
from chat.dialects.plain.phrases import (
    GONE,
    HERE,
    MORE_GONE,
    MORE_HERE,
    UNHEARD,
    appeared,
    at_place,
    called_now,
    described,
    each_of,
    folded,
    invitation_line,
    is_news,
    lead_of,
    minute,
    news_of,
    quoted,
    some,
    spoken,
    standing,
    unread_in,
)
from chat.dialects.plain.talk import MORE, MOVE, NUMBERED, SHOW, Talk
from chat.words import sentence

# Of more invitations that wait only this is said: many strangers may make them.
INVITATIONS_TOLD = 5


@singledispatch
def lines_of(event: wire.AnyEvent, talk: Talk) -> list[str]:
    """The lines that show an event; none if it says nothing to a person."""
    return []


# --- The log --------------------------------------------------------------------------


@lines_of.register
def _message(event: wire.MessagePosted, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return [talk.notice(UNHEARD) + at_place(event, talk)]
    return spoken(event, event.seq, talk)


@lines_of.register
def _edited(event: wire.Edited, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    is_back = event.restored is True
    how = talk.words("restored") if is_back else talk.words("edited")
    return spoken(event, event.target, talk, f" ({how})")


@lines_of.register
def _deleted(event: wire.Deleted, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    line = talk.notice("{name} deleted a message", name=event.sender)
    return [line + at_place(event, talk)]


@lines_of.register
def _reacted(event: wire.Reacted, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    text = sentence("{name} reacted {emoji}")
    if not event.on:
        text = sentence("{name} took {emoji} back")
    line = talk.notice(text, name=event.sender, emoji=event.emoji)
    return [line + at_place(event, talk)]


@lines_of.register
def _topic(event: wire.TopicSet, talk: Talk) -> list[str]:
    room, name = talk.name_of(event.conversation), event.sender
    if event.author in talk.blocked:
        return [talk.notice("Somebody you blocked set the topic of {room}", room=room)]
    if not event.topic:
        return [talk.notice("{name} removed the topic of {room}", name=name, room=room)]
    text = sentence("{name} set the topic of {room}: {topic}")
    return [talk.notice(text, name=name, room=room, topic=event.topic)]


@lines_of.register
def _history(event: wire.History, talk: Talk) -> list[str]:
    if isinstance(event.ref, str) and event.ref.startswith(MORE):
        return _more(event, *map(int, event.ref.removeprefix(MORE).split()), talk=talk)
    said = [message for message in event.messages if not message.deleted]
    if not said:
        room = talk.name_of(event.conversation)
        return [talk.notice("Nothing was said in {room}.", room=room)]
    is_numbered, lines = event.ref == NUMBERED, []
    for each in said:
        number = f"{each.seq} " if is_numbered else ""
        lead = f"{number}[{minute(each.at)}] "
        lines += _remembered(event.conversation, each, talk, lead=lead)
    return lines


def _more(event: wire.History, seq: int, start: int, *, talk: Talk) -> list[str]:
    for message in event.messages:
        if message.seq == seq and not message.deleted:
            lead = f"[{minute(message.at)}] "
            place = event.conversation
            lines = _remembered(place, message, talk, lead=lead, start=start)
            return lines or [talk.notice("That was all of it.")]
    return [talk.notice("There is no such message.")]


def _remembered(
    conversation: int, message: wire.Message, talk: Talk, *, lead: str, start: int = 0
) -> list[str]:
    if message.author in talk.blocked:
        return [f"{lead}{talk.words(UNHEARD)}"]
    above = [] if start else quoted(message, lead, talk)
    lead += lead_of(message, message.sender)
    said = folded(message.body, lead, (conversation, message.seq), talk, start)
    return [*above, *said, *standing(message, message.seq, talk)] if said else []


# --- People ---------------------------------------------------------------------------


@lines_of.register
def _welcome(event: wire.Welcome, talk: Talk) -> list[str]:
    others = [name for name in event.online if name != talk.me]
    room = talk.name_of(talk.room)
    hello = talk.notice("Hello {name}, you are in {room}.", name=talk.me, room=room)
    if not talk.room:
        text = sentence("Hello {name}, you are in no room: /join enters one.")
        hello = talk.notice(text, name=talk.me)
    lines = [f"{hello} {_who_else(others, talk)}"]
    elsewhere = [name for name in talk.rooms if name != room]
    if elsewhere:
        lines.append(talk.notice("You also hear {rooms}.", rooms=some(elsewhere, talk)))
    if unread := [each for each in event.conversations if is_news(each)]:
        text, first = sentence("Unread: {unread}: /history {name}"), unread[0].name
        told = some([unread_in(each, talk) for each in unread], talk)
        lines.append(talk.notice(text, unread=told, name=first))
    if talk.invitations:
        lines.append(
            talk.notice(
                "You are invited to a room: /invitations lists what.",
                "You are invited to {count} rooms: /invitations lists what.",
                count=len(talk.invitations),
            )
        )
    return lines


def _who_else(others: list[str], talk: Talk) -> str:
    if not others:
        return talk.words("Nobody else is here. /help lists what you can say.")
    text = sentence("Here: {names}. /help lists what you can say.")
    return talk.words(text, names=some(others, talk))


@lines_of.register
def _presence(event: wire.Presence, talk: Talk) -> list[str]:
    came, went = news_of(event, talk.renamed)
    here = each_of(came, HERE, MORE_HERE, talk)
    return [*here, *each_of(went, GONE, MORE_GONE, talk)]


@lines_of.register
def _renamed(event: wire.Renamed, talk: Talk) -> list[str]:
    return called_now(event, talk)


@lines_of.register
def _language(event: wire.LanguageSet, talk: Talk) -> list[str]:
    return [talk.notice("You read English here from now on.")]


@lines_of.register
def _online(event: wire.Online, talk: Talk) -> list[str]:
    number = len(event.users)
    people = zip(event.users, event.doors or [[]] * number, strict=True)
    names = talk.words.joined(with_doors(*each, talk) for each in people)
    line = talk.notice("Here: {names} ({number})", names=names, number=number)
    return [line, talk.notice("And more: /more shows them.")] if event.more else [line]


@lines_of.register
def _delayed(event: wire.Delayed, talk: Talk) -> list[str]:
    if event.on:
        text = sentence(
            "What others say comes late just now: live updates are delayed."
        )
        return [talk.notice(text)]
    return [talk.notice("Live updates are back.")]


@lines_of.register
def _notice(event: wire.Notice | wire.Goodbye, talk: Talk) -> list[str]:
    return [f"* {event.detail}"]


# --- Rooms ----------------------------------------------------------------------------


@lines_of.register
def _rooms(event: wire.Rooms, talk: Talk) -> list[str]:
    lines = [described(room, talk) for room in event.rooms]
    lines = lines or [talk.notice("There are no rooms.")]
    return [*lines, talk.notice("And more: /more shows them.")] if event.more else lines


@lines_of.register
def _invited(event: wire.Invited, talk: Talk) -> list[str]:
    if isinstance(event.conversation, int):
        room, name = talk.name_of(event.conversation), event.name or ""
        return [talk.notice("{name} is invited to {room}", name=name, room=room)]
    waiting = len(talk.invitations)
    if waiting > INVITATIONS_TOLD + 1:
        return []
    if waiting > INVITATIONS_TOLD:
        return [talk.notice("You are invited to more rooms: /invitations lists them.")]
    return [invitation_line(talk.invitations[event.conversation.id], talk)]


@lines_of.register
def _declined(event: wire.Declined, talk: Talk) -> list[str]:
    its = talk.invitations.get(event.conversation)
    if its is None or len(talk.invitations) > INVITATIONS_TOLD:
        return []
    room = its.conversation.name
    return [talk.notice("The invitation to {room} is gone.", room=room)]


@lines_of.register
def _joined(event: wire.Joined, talk: Talk) -> list[str]:
    if isinstance(event.conversation, wire.Conversation):
        if event.ref == SHOW:
            name = event.conversation.name[1:]
            text = sentence("Your talk with {name} is back: /history @{name} shows it.")
            return [talk.notice(text, name=name)]
        return appeared(event.conversation, talk, moved=event.ref == MOVE)
    if talk.is_mine(event):
        return []
    room = talk.name_of(event.conversation)
    return [talk.notice("{name} joined {room}", name=event.sender, room=room)]


# --- Moderation -----------------------------------------------------------------------


@lines_of.register
def _blocked(event: wire.Blocked, talk: Talk) -> list[str]:
    if event.on:
        text = sentence(
            "You have blocked {name}: what they write does not reach you."
            " /unblock {name} ends that."
        )
    elif event.conversation is UNSET:
        text = sentence("You have unblocked {name}.")
    else:
        text = sentence(
            "You have unblocked {name}:"
            " /history @{name} shows what they wrote meanwhile."
        )
    return [talk.notice(text, name=event.name)]


@lines_of.register
def _hidden(event: wire.Hidden, talk: Talk) -> list[str]:
    name = talk.name_of(event.conversation).removeprefix("@")
    text = sentence("Your talk with {name} is out of the way until the next word.")
    return [talk.notice(text, name=name)]


# --- The connection -------------------------------------------------------------------


@lines_of.register
def _error(event: wire.Error, talk: Talk) -> list[str]:
    return [f"! {event.detail}"]
