"""What happens in a room beside what is said, as a line at the plain door."""

from __future__ import annotations

from msgspec import UNSET

from chat import wire
from chat.dialects.plain.phrases import minute, why
from chat.dialects.plain.render import lines_of
from chat.dialects.plain.talk import LOBBY, Talk
from chat.words import plural, sentence

UNHEARD_ONE = sentence("Somebody you blocked")
# By the kind of what happened, and by its value where that says something else.
SENTENCES: dict[tuple[str, object], str] = {
    ("role", "owner"): sentence("{name} handed the room over to {whom}"),
    ("role", "moderator"): sentence("{name} made {whom} a moderator"),
    ("role", "voice"): sentence("{name} gave {whom} a voice"),
    ("role", "member"): sentence("{name} made {whom} a member like others"),
    ("role", "muted"): sentence("{name} muted {whom} in this room"),
    ("kicked", UNSET): sentence("{name} put {whom} out"),
    ("banned", UNSET): sentence("{name} banned {whom} from the room"),
    ("unbanned", UNSET): sentence("{name} lets {whom} come in again"),
    ("name", UNSET): sentence("{name} renamed {before} to {value}"),
    ("description", UNSET): sentence("{name} changed the room's description"),
    ("private", True): sentence("{name} made the room private"),
    ("private", False): sentence("{name} opened the room to everybody"),
    ("unlisted", True): sentence("{name} took the room off the list of rooms"),
    ("unlisted", False): sentence("{name} put the room on the list of rooms"),
    ("speakers", "member"): sentence("{name} lets everybody speak here"),
    ("speakers", "voice"): sentence(
        "{name} made the room moderated: only those with a voice speak"
    ),
    ("speakers", "moderator"): sentence(
        "{name} made the room one for announcements: only moderators speak"
    ),
    ("slow", 0): sentence("{name} ended the slow mode"),
    ("keep", 0): sentence("{name} has what is said here kept as long as on the site"),
    ("lock", True): sentence("{name} locked the topic"),
    ("lock", False): sentence("{name} unlocked the topic"),
    ("archived", True): sentence(
        "{name} archived the room: it can be read, and no more"
    ),
    ("archived", False): sentence("{name} brought the room back"),
    ("pinned", UNSET): sentence("{name} pinned message {number}"),
    ("topic", ""): sentence("{name} removed the topic"),
    ("topic", UNSET): sentence("{name} set the topic: {value}"),
}
# Of what is a number.
COUNTED = {
    "slow": plural(
        "{name} made the room slow: one message in {count} second",
        "{name} made the room slow: one message in {count} seconds",
    ),
    "keep": plural(
        "{name} has what is said here go after {count} day at the latest",
        "{name} has what is said here go after {count} days at the latest",
    ),
}
# Theirs, whose owner went without saying so.
HEIR = sentence("{whom} owns the room now")
SPEAKS = sentence("{whom} may speak again in this room")
LET_SPEAK = sentence("{name} lets {whom} speak again in this room")
OF_A_ROOM = sentence("{name} changed the room")


@lines_of.register
def _happened(event: wire.Happened, talk: Talk) -> list[str]:
    if event.seq == 0:
        return [talk.notice("That is so already.")]
    return [f"* {_lead(event.conversation, talk)}{said(event, talk)}"]


@lines_of.register
def _left(event: wire.Left, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if not talk.is_mine(event):
        if event.by is not UNSET:
            return []  # ``happened`` says it
        return [talk.notice("{name} left {room}", name=event.sender, room=room)]
    line = talk.notice("You left {room}.", room=room)
    if event.by is not UNSET:
        text = sentence("{by} has put you out of {room}{why}.")
        line = talk.notice(text, by=event.by, room=room, why=why(event, talk))
    if event.conversation == talk.room:
        line += " " + _where_now(event.conversation, talk)
    return [line]


def _where_now(left: int, talk: Talk) -> str:
    if home := talk.home(left):
        there = talk.name_of(home)
        return talk.words("You are talking in {room} now.", room=there)
    return talk.words("You are in no room now: /join enters one.")


@lines_of.register
def _bans(event: wire.Bans, talk: Talk) -> list[str]:
    room = talk.name_of(event.conversation)
    if not event.bans:
        return [talk.notice("Nobody is kept out of {room}.", room=room)]
    first = talk.notice("Kept out of {room}:", room=room)
    return [first, *(_kept_out(each, talk) for each in event.bans)]


def said(event: wire.Happened, talk: Talk) -> str:
    """What happened, in a sentence without its room."""
    is_blocked = event.author in talk.blocked
    name = talk.words(UNHEARD_ONE) if is_blocked else event.sender
    if event.kind in COUNTED and event.value:
        return talk.words(*COUNTED[event.kind], name=name, count=int(event.value))
    keys = ((event.kind, event.value), (event.kind, UNSET))
    text = next((SENTENCES[key] for key in keys if key in SENTENCES), OF_A_ROOM)
    if (event.kind, event.value) == ("role", "owner") and not event.author:
        text = HEIR
    elif event.kind == "role" and event.before:
        text = LET_SPEAK if event.author else SPEAKS
    elif is_blocked and event.kind == "topic":
        text = OF_A_ROOM
    line = talk.words(
        text,
        name=name,
        whom=event.whom or "",
        before=event.before or "",
        value=f"{event.value or ''}",
        number=event.target or 0,
    )
    return line if is_blocked else line + why(event, talk)


def _kept_out(its: wire.KeptOut, talk: Talk) -> str:
    how = talk.words("banned") if its.banned else talk.words("put out")
    return f"  {its.name} [{minute(its.at)}] {how}{why(its, talk)}"


def _lead(conversation: int, talk: Talk) -> str:
    room = talk.name_of(conversation)
    return "" if room == LOBBY else f"{room}: "
