"""Why nothing may be said in a conversation, as far as is known here.

The twin of the page's ``whyClosed``, in ``permissions.js``.
"""

from __future__ import annotations

from chat.desktop.core.history.messages import Event
from chat.desktop.core.moderation.notices import why
from chat.desktop.core.rooms.conversation import Conversation

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
        return f"You are muted.{why(muted)}"
    if not place.is_room or place.id is None:
        return ""
    its = place.standing
    if its.archived:
        return ARCHIVED
    if its.role == "muted":
        known = {"reason": its.reason, "until": its.until}
        told = {name: each for name, each in known.items() if each is not None}
        return f"You are muted in this room.{why(told)}"
    if _rank(its.role) >= _rank(its.speakers):
        return ""
    return OF_SPEAKERS.get(its.speakers, OF_SPEAKERS["moderator"])


def _rank(role: str) -> int:
    return ROLES.index(role if role in ROLES else "member")
