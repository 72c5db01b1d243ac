"""Offers to come into a room, and links that let people in, as they come and go."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from chat.wire.events.base import Event
from chat.wire.objects import Time
from chat.wire.offers import InviteLink, OfferedRoom

__all__ = ["Declined", "InviteLinkChanged", "InviteLinks", "Invited"]


class Invited(Event, tag="invited"):
    """Somebody offers you a room: ``accept`` or ``decline`` it.

    Or, as the answer to an ``invite``: it is offered to whom you have named.

    conversation: the room; in the answer, its number.
    sender: who invites; not in the answer.
    author: their number; not in the answer.
    at: when they did; not in the answer.
    name: who is invited; in the answer alone.
    """

    conversation: OfferedRoom | int
    sender: str | UnsetType = UNSET
    author: int | UnsetType = UNSET
    at: Time | UnsetType = UNSET
    name: str | UnsetType = UNSET


class Declined(Event, tag="declined"):
    """An invitation of yours is gone: take it off your list.

    You have declined it, the room is gone, or too many others have come.

    conversation: the room's number.
    """

    conversation: int


class InviteLinkChanged(Event, tag="invite_link"):
    """A link was made or revoked, or somebody has come by one of yours.

    link: as it is now.
    """

    link: InviteLink


class InviteLinks(Event, tag="invite_links"):
    """A page of links.

    links: the last first.
    more: there are others: ask for those before the last ``link``.
    """

    links: list[InviteLink]
    more: bool


InvitationEvent = Invited | Declined | InviteLinkChanged | InviteLinks
