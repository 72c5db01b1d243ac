"""What somebody is told who was invited: objects."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from chat.wire.objects import Time

__all__ = ["Invitation", "OfferedRoom"]


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
