"""Who may do what in a room, how one speaks there, and who is put out of it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from chat.wire.commands.base import Command, Number, Word
from chat.wire.limits import REASON_CHARACTERS
from chat.wire.objects import GivenRole

__all__ = ["BanFromRoom", "Kick", "ListBans", "SetRole", "Setting", "Steer"]

Reason = Annotated[str, Meta(extra_json_schema={"maxLength": REASON_CHARACTERS})]
Seconds = Annotated[int, Meta(ge=60, le=10 * 366 * 86400)]
# What of a room ``set`` changes.
Setting = Literal[
    "name",
    "description",
    "private",
    "unlisted",
    "speakers",
    "slow",
    "keep",
    "lock",
    "archived",
]


class SetRole(Command, tag="role"):
    """Make somebody a moderator of a room, give them a voice, or take that back.

    Answer: ``happened`` of the kind ``role``. Everybody in the room hears it, too.
    name: of somebody who is in the room.
    author: their number, if it is known: a guest's name passes to somebody else.
    role: theirs from now on. ``owner`` hands the room over: you are a moderator then.
    no-such-user: nobody of that name is in the room.
    not-allowed: it takes another role than yours, or is not a room: see
        docs/permissions.md.
    """

    conversation: Number
    name: Word
    role: GivenRole
    author: Number | None = None


class Steer(Command, tag="set"):
    """Change one thing about a room.

    Answer: ``happened``, of the kind that ``what`` says. Everybody in the room hears
        it, too, unless nothing has changed by it: then ``seq`` is 0.
    what: ``name``: by the old one it is found until another room has that.
        ``description``: what stands in the room's settings, longer than a topic.
        ``private``: nobody gets in, or knows of it, who was not invited.
        ``unlisted``: it is in nobody's directory who is not in it.
        ``speakers``: the role that somebody needs at least to speak: ``member``,
        ``voice`` (a moderated room), or ``moderator`` (for announcements).
        ``slow``: seconds between two messages of one person; 0 for none.
        ``keep``: days after which what was said goes, for good and within the hour; 0
        for as long as the site keeps anything, which is the most.
        ``lock``: only moderators set the topic.
        ``archived``: it can be read, and no more.
    value: a text, a number, or true or false, as it belongs to that.
    not-allowed: it takes another role than yours, or is not a room; or it is the lobby,
        which everybody is in.
    name-invalid: no room can be called that.
    name-taken: another room is, or looks like it.
    too-long: of the description.
    malformed: the value is of another kind.
    """

    conversation: Number
    what: Setting
    value: str | int | bool


class Kick(Command, tag="kick"):
    """Put somebody out of a room. For a day they come in only if they are invited by
    a moderator. A guest who comes back by another name, in the same browser, is kept
    out as well.

    Answer: ``happened`` of the kind ``kicked``. Everybody in the room hears it, too.
    name: of somebody who is in the room.
    author: their number, if it is known.
    reason: why; everybody in the room reads it.
    no-such-user: nobody of that name is in the room.
    not-allowed: it takes another role than yours; or it is the lobby.
    too-long: of the reason.
    """

    conversation: Number
    name: Word
    author: Number | None = None
    reason: Reason = ""


class BanFromRoom(Command, tag="ban"):
    """Put somebody out of a room, and let nobody bring them back; or end that.

    A guest who comes back by another name, from the same network or browser, is kept
    out as well.

    Answer: ``happened`` of the kind ``banned`` or ``unbanned``. Everybody in the room
        hears it, too, unless nothing has changed by it: then ``seq`` is 0.
    name: who; they need not be in the room. To end it, as ``bans`` tells it.
    author: their number, if it is known.
    on: true keeps them out; false ends that, and ends what a ``kick`` has begun.
    reason: why; everybody in the room reads it.
    seconds: for how long; if absent, for good.
    no-such-user: nobody has that name.
    not-allowed: it takes another role than yours; or it is the lobby.
    too-long: of the reason.
    """

    conversation: Number
    name: Word
    on: bool
    author: Number | None = None
    reason: Reason = ""
    seconds: Seconds | None = None


class ListBans(Command, tag="bans"):
    """Ask who is kept out of a room.

    Answer: ``bans``: those who were put out last come first, 200 at most.
    not-allowed: it is for its moderators.
    """

    conversation: Number


SteeringCommand = SetRole | Steer | Kick | BanFromRoom | ListBans
