"""Which rooms there are, and who comes into a conversation or goes."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.objects import Conversation, Member, Room, Time

__all__ = ["Conversations", "Joined", "Left", "Members", "Rooms"]


class Rooms(Event, tag="rooms"):
    """The rooms that you may know of.

    rooms: in the order of their names.
    more: there are others behind the last of these.
    """

    rooms: list[Room]
    more: bool = False


class Conversations(Event, tag="conversations"):
    """A page of the conversations that you are in.

    conversations: in the order of their numbers.
    upto: with this page you have those up to this number: ``after`` of the next.
    more: this is not all.
    """

    conversations: list[Conversation]
    upto: int
    more: bool


class Members(Event, tag="members"):
    """A page of the people of a conversation, in the order of all lists.

    members: who is in it, whether they are here or not. Whom you have blocked is among
        them.
    total: how many people are in it altogether, whatever was asked for.
    more: this is not all.
    cursor: what to ask for the others with; empty if there are none.
    """

    conversation: int
    members: list[Member]
    total: int
    more: bool
    cursor: str = ""


class Joined(Event, tag="joined"):
    """Somebody is in a conversation from now on.

    With the whole conversation it is you who are: you have joined it, accepted an
    invitation, or somebody has written to you for the first time.

    conversation: the whole of it, or its number, if it is somebody else.
    sender: who came in; of a direct conversation, or a group, who opened it.
    """

    conversation: Conversation | int
    sender: str
    author: int | UnsetType = UNSET


class Left(Event, tag="left"):
    """Somebody is not in a room, or a group, any more; if it is you, you hear nothing
    more of it.

    sender: who is out.
    by: the name of who has put them out, if they have not gone themselves. The room's
        log has it, too: ``happened``.
    reason: why, if that was said.
    until: how long they do not simply come in again, if that ends.
    """

    conversation: int
    sender: str
    author: int | UnsetType = UNSET
    by: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    until: Time | UnsetType = UNSET


RoomEvent = Rooms | Conversations | Members | Joined | Left
