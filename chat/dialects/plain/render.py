"""Events to plain lines.

What people say has their name in front of every line, so that no message can pass for
somebody else's, or for a notice: those start with ``*``, errors with ``!``. What is
said in the lobby stands alone, elsewhere the place comes first.
"""

from __future__ import annotations

from functools import singledispatch

from msgspec import UNSET

from chat import wire
from chat.dialects.plain.talk import LOBBY, MOVE, SHOW, Talk

NAMES_MOST = 20
FOLDED = "A message of somebody you blocked"


@singledispatch
def lines_of(event: wire.AnyEvent, talk: Talk) -> list[str]:
    """The lines that show an event; none if it says nothing to a person."""
    return []


# --- The log --------------------------------------------------------------------------


@lines_of.register
def _message(event: wire.MessagePosted, talk: Talk) -> list[str]:
    if event.author in talk.blocked:
        return [f"* {FOLDED}{_where(event, talk)}"]
    return _spoken(_speaker(event, talk), event.body)


@lines_of.register
def _edited(event: wire.Edited, talk: Talk) -> list[str]:
    if talk.is_blocked(event.sender):
        return []
    return _spoken(f"{_speaker(event, talk)} (edited)", event.body)


@lines_of.register
def _deleted(event: wire.Deleted, talk: Talk) -> list[str]:
    if talk.is_blocked(event.sender):
        return []
    return [f"* {event.sender} deleted a message{_where(event, talk)}"]


@lines_of.register
def _reacted(event: wire.Reacted, talk: Talk) -> list[str]:
    if not event.on or talk.is_blocked(event.sender):
        return []
    return [f"* {event.sender} reacted {event.emoji}{_where(event, talk)}"]


@lines_of.register
def _topic(event: wire.TopicSet, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if not event.topic:
        return [f"* {event.sender} removed the topic of {room}"]
    return [f"* {event.sender} set the topic of {room}: {event.topic}"]


@lines_of.register
def _history(event: wire.History, talk: Talk) -> list[str]:
    lines = [
        line
        for message in event.messages
        if not message.deleted
        for line in _told(message, talk)
    ]
    return lines or [f"* Nothing was said in {talk.name_of(event.conversation)}."]


# --- People ---------------------------------------------------------------------------


@lines_of.register
def _welcome(event: wire.Welcome, talk: Talk) -> list[str]:
    others = [name for name in event.online if name != talk.me]
    here = f"Here: {_some(others)}." if others else "Nobody else is here."
    room = talk.name_of(talk.room)
    lines = [
        f"* Hello {talk.me}, you are in {room}. {here} /help lists what you can say."
    ]
    elsewhere = [name for name in talk.rooms if name != room]
    if elsewhere:
        lines.append(f"* You also hear {_some(elsewhere)}.")
    return lines


@lines_of.register
def _presence(event: wire.Presence, talk: Talk) -> list[str]:
    return [
        *_each(event.online, "is here", "are here", talk.me),
        *_each(event.offline, "has left", "have left", talk.me),
    ]


@lines_of.register
def _online(event: wire.Online, talk: Talk) -> list[str]:
    return [f"* Here: {', '.join(event.users)} ({len(event.users)})"]


@lines_of.register
def _delayed(event: wire.Delayed, talk: Talk) -> list[str]:
    if event.on:
        return ["* What others say comes late just now: live updates are delayed."]
    return ["* Live updates are back."]


# --- Rooms ----------------------------------------------------------------------------


@lines_of.register
def _rooms(event: wire.Rooms, talk: Talk) -> list[str]:
    return [_described(room) for room in event.rooms] or ["* There are no rooms."]


@lines_of.register
def _joined(event: wire.Joined, talk: Talk) -> list[str]:
    if isinstance(event.conversation, wire.Conversation):
        if event.ref == SHOW:
            name = event.conversation.name
            return [f"* Your talk with {name[1:]} is back: /history {name} shows it."]
        return _appeared(event.conversation, moved=event.ref == MOVE)
    if event.sender == talk.me:
        return []
    return [f"* {event.sender} joined {talk.name_of(event.conversation)}"]


@lines_of.register
def _left(event: wire.Left, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if event.sender != talk.me:
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


def _spoken(speaker: str, body: str) -> list[str]:
    return [f"{speaker}: {line}" for line in body.split("\n")]


def _speaker(event: wire.MessagePosted | wire.Edited, talk: Talk) -> str:
    place = talk.name_of(event.conversation)
    if place == LOBBY:
        return event.sender
    if not place.startswith("@"):
        return f"{place} {event.sender}"
    who = f"to {place[1:]}" if event.sender == talk.me else event.sender
    return f"[PRIVATE MESSAGE] {who}"


def _told(message: wire.Message, talk: Talk) -> list[str]:
    if message.author in talk.blocked:
        return [f"[{_minute(message.at)}] {FOLDED}"]
    return _spoken(f"[{_minute(message.at)}] {message.sender}", message.body)


def _where(event: wire.MessagePosted | wire.Deleted | wire.Reacted, talk: Talk) -> str:
    place = talk.name_of(event.conversation)
    if place == LOBBY:
        return ""
    return " in private" if place.startswith("@") else f" in {place}"


def _minute(at: str) -> str:
    """``2026-01-31 12:00`` of ``2026-01-31T12:00:00.000Z``, in UTC as well."""
    return at[:16].replace("T", " ")


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_MOST])
    more = len(names) - NAMES_MOST
    return f"{shown} and {more} more" if more > 0 else shown


def _each(names: list[str], one: str, many: str, me: str) -> list[str]:
    # When a process of the site ends, everybody who was on it leaves at once.
    others = [name for name in names if name != me]
    lines = [f"* {name} {one}" for name in others[:NAMES_MOST]]
    more = len(others) - NAMES_MOST
    return [*lines, f"* and {more} more {many}"] if more > 0 else lines


def _described(room: wire.Room) -> str:
    people = "1 person" if room.members == 1 else f"{room.members} people"
    private = ", private" if room.private else ""
    member = ", you too" if room.member else ""
    topic = f": {room.topic}" if room.topic else ""
    return f"* {room.name} ({people}{private}{member}){topic}"


def _appeared(seen: wire.Conversation, *, moved: bool) -> list[str]:
    if seen.kind == "direct":
        return []
    if not moved:
        return [f"* You are in {seen.name} too now: /join {seen.name} to talk there."]
    back = f" /join {LOBBY} goes back." if seen.name != LOBBY else ""
    topic = [f"* Its topic: {seen.topic}"] if seen.topic else []
    return [f"* You are talking in {seen.name} now.{back}", *topic]
