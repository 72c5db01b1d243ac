"""Why nothing may be said in a conversation, as far as is known here.

The twin of the page's ``whyClosed``, in ``permissions.js``.
"""

from __future__ import annotations

from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Event
from chat.desktop.core.peace import why

# Each may do what those before may; whatever is not known here is a member.
ROLES = ("muted", "member", "voice", "moderator", "owner")
ARCHIVED = "This room is archived: it can be read, and no more."
OF_SPEAKERS = {
    "voice": "Only those who were given a voice speak in this room.",
    "moderator": "Only moderators speak in this room.",
}


def why_closed(place: Conversation, muted: Event | None) -> str:
    """A sentence; "" where this person may. ``muted``: how they are on the whole site,
    as ``welcome`` says it, if they are.
    """
    if muted is not None:
        return f"You are silenced.{why(muted)}"
    if not place.is_room or place.id is None:
        return ""
    if place.archived:
        return ARCHIVED
    if place.role == "muted":
        end = {} if place.until is None else {"until": place.until}
        return f"You are silenced in this room.{why(end)}"
    return "" if _rank(place.role) >= _rank(place.speakers) else _who_speaks(place)


def settle(place: Conversation, event: Event) -> None:
    """Have a room be as ``happened`` says, of who speaks there."""
    kind, value = event["kind"], event.get("value")
    if kind == "speakers":
        place.speakers = str(value)
    elif kind == "archived":
        place.archived = bool(value)
    elif kind == "role" and place.you and event.get("person") == place.you.id:
        place.role, place.until = str(value), event.get("until")


def _who_speaks(place: Conversation) -> str:
    return OF_SPEAKERS.get(place.speakers, OF_SPEAKERS["moderator"])


def _rank(role: str) -> int:
    return ROLES.index(role if role in ROLES else "member")
