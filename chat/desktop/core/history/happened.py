"""What happens in a room beside what is said: in a sentence, and how the room is then.

The sentences are those of the plain door.
"""

from __future__ import annotations

from datetime import datetime

from chat.desktop.core.history.messages import Event, Message, Messages
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.times import clock, local

UNHEARD_ONE = "Somebody you blocked"
HEIR = "{whom} owns the room now"
SPEAKS = "{whom} may speak again in this room"
LET_SPEAK = "{name} lets {whom} speak again in this room"
CHANGED = "{name} changed the room"
SENTENCES: dict[tuple[str, object], str] = {
    ("role", "owner"): "{name} handed the room over to {whom}",
    ("role", "moderator"): "{name} made {whom} a moderator",
    ("role", "voice"): "{name} gave {whom} a voice",
    ("role", "member"): "{name} made {whom} a member like others",
    ("role", "muted"): "{name} muted {whom} in this room",
    ("kicked", None): "{name} put {whom} out",
    ("banned", None): "{name} banned {whom} from the room",
    ("unbanned", None): "{name} lets {whom} come in again",
    ("name", None): "{name} renamed {before} to {value}",
    ("description", None): "{name} changed the room's description",
    ("private", True): "{name} made the room private",
    ("private", False): "{name} opened the room to everybody",
    ("unlisted", True): "{name} took the room off the list of rooms",
    ("unlisted", False): "{name} put the room on the list of rooms",
    ("speakers", "member"): "{name} lets everybody speak here",
    ("speakers", "voice"): (
        "{name} made the room moderated: only those with a voice speak"
    ),
    ("speakers", "moderator"): (
        "{name} made the room one for announcements: only moderators speak"
    ),
    ("slow", 1): "{name} made the room slow: one message in {count} second",
    ("slow", None): "{name} made the room slow: one message in {count} seconds",
    ("slow", 0): "{name} ended the slow mode",
    ("keep", 1): "{name} has what is said here go after {count} day at the latest",
    ("keep", None): "{name} has what is said here go after {count} days at the latest",
    ("keep", 0): "{name} has what is said here kept as long as on the site",
    ("lock", True): "{name} locked the topic",
    ("lock", False): "{name} unlocked the topic",
    ("archived", True): "{name} archived the room: it can be read, and no more",
    ("archived", False): "{name} brought the room back",
    ("pinned", None): "{name} pinned message {number}",
    ("topic", ""): "{name} removed the topic",
    ("topic", None): "{name} set the topic: {value}",
}


def as_happened(event: Event) -> Event | None:
    """A log's event as one of these; None of another."""
    if event["type"] == "happened":
        return event
    if event["type"] == "topic":
        return {**event, "kind": "topic", "value": event["topic"]}
    if event["type"] == "pinned" and event["on"]:
        return {**event, "kind": "pinned"}
    return None


def told_above(messages: Messages, message: Message) -> list[str]:
    """What happened between the message before and this one, a line each."""
    previous = messages.before(message.seq)
    if previous is None and messages.more:
        return []  # it comes with the page below
    return messages.beside.between(previous.seq if previous else 0, message.seq)


def sentence_of(event: Event, blocks: Blocks) -> str:
    """What has happened; of somebody blocked nothing is told in their own words."""
    kind, value = event["kind"], event.get("value")
    is_blocked = blocks.has(event.get("author") or 0)
    known = SENTENCES.get((kind, value)) or SENTENCES.get((kind, None))
    text = CHANGED if is_blocked and kind == "topic" else known or CHANGED
    if kind == "role" and value == "owner" and not event.get("author"):
        text = HEIR
    elif kind == "role" and event.get("before"):
        text = LET_SPEAK if event.get("author") else SPEAKS
    said = text.format(
        name=UNHEARD_ONE if is_blocked else event["from"],
        whom=event.get("whom", ""),
        before=event.get("before", ""),
        value=value,
        count=value,
        number=event.get("target"),
    )
    return said if is_blocked else said + why(event)


def why(event: Event) -> str:
    """Until when, and for what reason, for behind what is said of it."""
    until = ""
    if event.get("until"):
        day: datetime = local(event["until"])
        until = f" until {day:%Y-%m-%d} {clock(event['until'])}"
    return f"{until}: {event['reason']}" if event.get("reason") else until
