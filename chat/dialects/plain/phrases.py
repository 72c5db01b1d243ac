"""Phrases of the plain door, of which its lines are made."""

from __future__ import annotations

from chat import wire
from chat.dialects.plain.talk import LOBBY

NAMES_MOST = 20


def invitation_line(its: wire.Invitation) -> str:
    """Who invites, where to, and how to answer."""
    name, topic = its.conversation.name, its.conversation.topic
    about = f" ({topic})" if topic else ""
    answer = f"/accept {name} or /decline {name}"
    return f"* {its.sender} invites you to {name}{about}: {answer}"


def unread_in(seen: wire.Conversation) -> str:
    """How much is unread, and where."""
    name = seen.name
    return f"{seen.unread} " + (f"by {name[1:]}" if name[0] == "@" else f"in {name}")


def minute(at: str) -> str:
    """``2026-01-31 12:00`` of ``2026-01-31T12:00:00.000Z``, in UTC as well."""
    return at[:16].replace("T", " ")


def some(names: list[str]) -> str:
    """Names, not too many of them."""
    shown = ", ".join(names[:NAMES_MOST])
    more = len(names) - NAMES_MOST
    return f"{shown} and {more} more" if more > 0 else shown


def each_of(names: list[str], one: str, many: str, me: str) -> list[str]:
    """A line for each name that is not ``me``, and one for too many of them."""
    # When a process of the site ends, everybody who was on it leaves at once.
    others = [name for name in names if name != me]
    lines = [f"* {name} {one}" for name in others[:NAMES_MOST]]
    more = len(others) - NAMES_MOST
    return [*lines, f"* and {more} more {many}"] if more > 0 else lines


def described(room: wire.Room) -> str:
    """A line of the list of rooms."""
    people = "1 person" if room.members == 1 else f"{room.members} people"
    private = ", private" if room.private else ""
    member = ", you too" if room.member else ""
    topic = f": {room.topic}" if room.topic else ""
    return f"* {room.name} ({people}{private}{member}){topic}"


def appeared(seen: wire.Conversation, *, moved: bool) -> list[str]:
    """What is said of a conversation that is new; ``moved``: lines are said there."""
    if seen.kind == "direct":
        return []
    if not moved:
        return [f"* You are in {seen.name} too now: /join {seen.name} to talk there."]
    back = f" /join {LOBBY} goes back." if seen.name != LOBBY else ""
    topic = [f"* Its topic: {seen.topic}"] if seen.topic else []
    return [f"* You are talking in {seen.name} now.{back}", *topic]


def news_of(
    event: wire.Presence, renamed: dict[str, str]
) -> tuple[list[str], list[str]]:
    """Who has come and who has gone, without whose new name was said already."""
    known = {
        name
        for pair in renamed.items()
        if pair[0] in event.offline and pair[1] in event.online
        for name in pair
    }
    both = event.online, event.offline
    online, offline = ([name for name in each if name not in known] for each in both)
    return online, offline


def called_now(event: wire.Renamed, *, is_me: bool) -> list[str]:
    """What is said of a new name."""
    former, name = event.former, event.person.name
    if event.gone:
        return [f"* {former} has gone: nobody reads what you write to @{name}."]
    if name == former:
        return []
    who = "You are" if is_me else f"{former} is"
    return [f"* {who} called {name} from now on."]
