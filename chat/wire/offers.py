"""Invitations into rooms, and links by which people come: objects."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from chat.wire.objects import Time

__all__ = ["CameBy", "Invitation", "InviteLink", "OfferedRoom"]


class OfferedRoom(Struct, kw_only=True):
    """A room as somebody sees it who was invited: nothing of what is said in it.

    id: its number.
    name: with its ``#``.
    key: the name's, likewise: see ``Person``.
    topic: what it is about.
    private: nobody gets in, or knows of it, who was not invited.
    """

    id: int
    name: str
    key: str
    topic: str
    private: bool


class Invitation(Struct, kw_only=True, rename={"sender": "from"}):
    """An offer to come into a room, which waits for ``accept`` or ``decline``.

    conversation: the room.
    sender: the name of who invites.
    author: their number.
    at: when they did; it waits for 30 days.
    """

    conversation: OfferedRoom
    sender: str
    author: int | UnsetType = UNSET
    at: Time


class CameBy(Struct, kw_only=True):
    """Somebody who has come by a link.

    name: what they are called.
    author: their number.
    at: when they came.
    """

    name: str
    author: int
    at: Time


class InviteLink(Struct, kw_only=True):
    """A link by which others come into a room, or onto the site.

    link: its number.
    url: the address of its page, to be handed on; it begins with ``/`` where the site
        does not know how it is reached.
    conversation: the room that it leads to; absent if it leads to the site.
    room: what that is called, likewise.
    by: the name of who has made it.
    author: their number.
    at: when it was made.
    until: when it ends, or has ended; absent if it does not.
    uses: so many people come by it at most; absent: however many.
    used: so many have come by it.
    guests: whether guests come by it where the site takes none.
    over: true: nobody comes by it any more; else it is not there.
    came: who has come by it, the last first: 20 at most.
    """

    link: int
    url: str
    conversation: int | UnsetType = UNSET
    room: str | UnsetType = UNSET
    by: str
    author: int
    at: Time
    until: Time | UnsetType = UNSET
    uses: int | UnsetType = UNSET
    used: int
    guests: bool
    over: bool | UnsetType = UNSET
    came: list[CameBy]
