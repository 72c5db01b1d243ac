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
from chat.dialects.plain.phrases import (
    appeared,
    called_now,
    described,
    each_of,
    invitation_line,
    minute,
    news_of,
    some,
    unread_in,
)
from chat.dialects.plain.talk import LOBBY, MORE, MOVE, SHOW, Talk

LINES_MOST = 50  # of one message, and then how to ask for more
# Of more invitations that wait only this is said: many strangers may make them.
INVITATIONS_TOLD = 5
# Of names; what else a notice begins with is none.
NOTICES_BEGIN = {
    *("a", "and", "hello", "here", "its", "live", "nobody", "somebody", "that", "the"),
    *("there", "this", "what", "you", "your"),
}
UNHEARD = "A message of somebody you blocked"


@singledispatch
def lines_of(event: wire.AnyEvent, talk: Talk) -> list[str]:
    """The lines that show an event; none if it says nothing to a person."""
    return []


# --- The log --------------------------------------------------------------------------


@lines_of.register
def _message(event: wire.MessagePosted, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return [f"* {UNHEARD}{_where(event, talk)}"]
    return _spoken(event, event.seq, talk)


@lines_of.register
def _edited(event: wire.Edited, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    return _spoken(event, event.target, talk, " (edited)")


@lines_of.register
def _deleted(event: wire.Deleted, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return []
    return [f"* {event.sender} deleted a message{_where(event, talk)}"]


@lines_of.register
def _reacted(event: wire.Reacted, talk: Talk) -> list[str]:
    if not event.on or event.author in talk.blocked:
        return []
    return [f"* {event.sender} reacted {event.emoji}{_where(event, talk)}"]


@lines_of.register
def _topic(event: wire.TopicSet, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if event.author in talk.blocked:
        return [f"* Somebody you blocked set the topic of {room}"]
    if not event.topic:
        return [f"* {event.sender} removed the topic of {room}"]
    return [f"* {event.sender} set the topic of {room}: {event.topic}"]


@lines_of.register
def _history(event: wire.History, talk: Talk) -> list[str]:
    if isinstance(event.ref, str) and event.ref.startswith(MORE):
        return _more(event, *map(int, event.ref.removeprefix(MORE).split()), talk=talk)
    said = [message for message in event.messages if not message.deleted]
    if not said:
        return [f"* Nothing was said in {talk.name_of(event.conversation)}."]
    return [
        line for each in said for line in _remembered(event.conversation, each, talk)
    ]


def _more(event: wire.History, seq: int, start: int, *, talk: Talk) -> list[str]:
    for message in event.messages:
        if message.seq == seq and not message.deleted:
            lines = _remembered(event.conversation, message, talk, start)
            return lines or ["* That was all of it."]
    return ["* There is no such message."]


def _remembered(
    conversation: int, message: wire.Message, talk: Talk, start: int = 0
) -> list[str]:
    if message.author in talk.blocked:
        return [f"[{minute(message.at)}] {UNHEARD}"]
    lead = f"[{minute(message.at)}] {_lead(message, message.sender)}"
    return _folded(message.body, lead, talk.more(conversation, message.seq), start)


# --- People ---------------------------------------------------------------------------


@lines_of.register
def _welcome(event: wire.Welcome, talk: Talk) -> list[str]:
    others = [name for name in event.online if name != talk.me]
    here = f"Here: {some(others)}." if others else "Nobody else is here."
    room = talk.name_of(talk.room)
    lines = [
        f"* Hello {talk.me}, you are in {room}. {here} /help lists what you can say."
    ]
    elsewhere = [name for name in talk.rooms if name != room]
    if elsewhere:
        lines.append(f"* You also hear {some(elsewhere)}.")
    if unread := [each for each in event.conversations if each.unread]:
        first = unread[0].name
        lines.append(f"* Unread: {some([*map(unread_in, unread)])}: /history {first}")
    if talk.invitations:
        many = len(talk.invitations)
        rooms = "a room" if many == 1 else f"{many} rooms"
        lines.append(f"* You are invited to {rooms}: /invitations lists what.")
    return lines


@lines_of.register
def _presence(event: wire.Presence, talk: Talk) -> list[str]:
    came, went = news_of(event, talk.renamed)
    here = each_of(came, "is here", "are here", talk.me)
    return [*here, *each_of(went, "has left", "have left", talk.me)]


@lines_of.register
def _renamed(event: wire.Renamed, talk: Talk) -> list[str]:
    return called_now(event, is_me=talk.is_me(event.person))


@lines_of.register
def _online(event: wire.Online, talk: Talk) -> list[str]:
    return [f"* Here: {', '.join(event.users)} ({len(event.users)})"]


@lines_of.register
def _delayed(event: wire.Delayed, talk: Talk) -> list[str]:
    if event.on:
        return ["* What others say comes late just now: live updates are delayed."]
    return ["* Live updates are back."]


@lines_of.register
def _notice(event: wire.Notice, talk: Talk) -> list[str]:
    return [f"* {event.detail}"]


# --- Rooms ----------------------------------------------------------------------------


@lines_of.register
def _rooms(event: wire.Rooms, talk: Talk) -> list[str]:
    lines = [described(room) for room in event.rooms] or ["* There are no rooms."]
    return [*lines, "* And more: /more shows them."] if event.more else lines


@lines_of.register
def _invited(event: wire.Invited, talk: Talk) -> list[str]:
    if isinstance(event.conversation, int):
        return [f"* {event.name} is invited to {talk.name_of(event.conversation)}"]
    waiting = len(talk.invitations)
    if waiting > INVITATIONS_TOLD + 1:
        return []
    if waiting > INVITATIONS_TOLD:
        return ["* You are invited to more rooms: /invitations lists them."]
    return [invitation_line(talk.invitations[event.conversation.id])]


@lines_of.register
def _declined(event: wire.Declined, talk: Talk) -> list[str]:
    its = talk.invitations.get(event.conversation)
    if its is None or len(talk.invitations) > INVITATIONS_TOLD:
        return []
    return [f"* The invitation to {its.conversation.name} is gone."]


@lines_of.register
def _joined(event: wire.Joined, talk: Talk) -> list[str]:
    if isinstance(event.conversation, wire.Conversation):
        if event.ref == SHOW:
            name = event.conversation.name
            return [f"* Your talk with {name[1:]} is back: /history {name} shows it."]
        return appeared(event.conversation, moved=event.ref == MOVE)
    if talk.is_mine(event):
        return []
    return [f"* {event.sender} joined {talk.name_of(event.conversation)}"]


@lines_of.register
def _left(event: wire.Left, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if not talk.is_mine(event):
        return [f"* {event.sender} left {room}"]
    back = (
        f" You are talking in {LOBBY} now." if event.conversation == talk.room else ""
    )
    return [f"* You left {room}.{back}"]


# --- Peace ----------------------------------------------------------------------------


@lines_of.register
def _blocked(event: wire.Blocked, talk: Talk) -> list[str]:
    name = event.name
    if event.on:
        nothing = "what they write does not reach you"
        return [f"* You have blocked {name}: {nothing}. /unblock {name} ends that."]
    if event.conversation is UNSET:
        return [f"* You have unblocked {name}."]
    meanwhile = f"/history @{name} shows what they wrote meanwhile"
    return [f"* You have unblocked {name}: {meanwhile}."]


@lines_of.register
def _hidden(event: wire.Hidden, talk: Talk) -> list[str]:
    name = talk.name_of(event.conversation).removeprefix("@")
    return [f"* Your talk with {name} is out of the way until the next word."]


# --- The connection -------------------------------------------------------------------


@lines_of.register
def _error(event: wire.Error, talk: Talk) -> list[str]:
    return [f"! {event.detail}"]


@lines_of.register
def _goodbye(event: wire.Goodbye, talk: Talk) -> list[str]:
    return [f"* {event.detail}"]


# --- Phrases --------------------------------------------------------------------------


def _spoken(
    event: wire.MessagePosted | wire.Edited, seq: int, talk: Talk, mark: str = ""
) -> list[str]:
    place = talk.name_of(event.conversation)
    whom, name = "", event.sender
    if place.startswith("@"):
        whom, is_mine = "[PRIVATE MESSAGE] ", name == talk.me
        name = f"to {place[1:]}" if is_mine else name
        if is_mine and event.action is True:
            whom, name = f"{whom}{name}: ", event.sender
    elif place != LOBBY:
        whom = f"{place} "
    lead = whom + _lead(event, f"{name}{mark}")
    return _folded(event.body, lead, talk.more(event.conversation, seq))


def _lead(said: wire.MessagePosted | wire.Edited | wire.Message, speaker: str) -> str:
    """What stands before each line: ``ada: `` or, of what she does, ``* ada ``."""
    if said.action is not True:
        return f"{speaker}: "
    # Somebody who is called like what a notice begins with would make some.
    if said.sender.casefold() in NOTICES_BEGIN:
        return f"{speaker}: * "
    return f"* {speaker} "


def _folded(body: str, lead: str, more: str, start: int = 0) -> list[str]:
    """``LINES_MOST`` lines of a body; ``more`` is what asks for those that follow."""
    lines = body.split("\n")
    end = start + LINES_MOST
    shown = [f"{lead}{line}" for line in lines[start:end]]
    left = len(lines) - end
    if left <= 0:
        return shown
    return [*shown, f"* {left} more line{'s' * (left > 1)}: {more} {end}"]


def _where(event: wire.MessagePosted | wire.Deleted | wire.Reacted, talk: Talk) -> str:
    place = talk.name_of(event.conversation)
    if place == LOBBY:
        return ""
    return " in private" if place.startswith("@") else f" in {place}"
