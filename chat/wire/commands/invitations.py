"""Offers to come into a room, and links that let others in."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import Command, Limit, Number, Word
from chat.wire.limits import HISTORY_DEFAULT

__all__ = [
    "Accept",
    "CreateInviteLink",
    "Decline",
    "Invite",
    "ListInviteLinks",
    "RevokeInviteLink",
    "UseInviteLink",
]

Uses = Annotated[int, Meta(ge=1, le=100_000)]
Lasting = Annotated[int, Meta(ge=60, le=366 * 86_400)]


class Invite(Command, tag="invite"):
    """Offer somebody a room that you are in.

    It waits until they answer it, for 30 days at most. Of what they do you hear only
    ``joined``, if they come in. Who is asked already, or has declined this room within
    a day, is not asked again, and you are answered the same.

    Answer: ``invited`` with the number and their name. They hear ``invited`` with the
        room, and know nothing of its words until they are in.
    name: of whom to invite.
    no-such-user: nobody has that name.
    not-allowed: it is not a room, or they are in it.
    rate-limited: you have invited many people today.
    """

    conversation: Number
    name: Word


class Accept(Command, tag="accept"):
    """Enter a room that you were invited to; nothing happens if you are in it.

    ``join`` with its name does the same.

    Answer: ``joined`` with the whole conversation. Your other connections hear it, too;
        the others in the room hear it with the number.
    conversation: the room's number, from ``invited`` or ``welcome``.
    no-such-conversation: you have no such invitation, or not any more.
    too-many: you are in as many rooms as one person may be.
    """

    conversation: Number


class Decline(Command, tag="decline"):
    """Not want an invitation; nobody else hears of it.

    Answer: ``declined``. Your other connections hear it, too, if there was one.
    conversation: the room's number.
    """

    conversation: Number


class CreateInviteLink(Command, tag="create_invite_link"):
    """Make a link by which others come into a room, or onto the site.

    It lets in as long as you may invite people there.

    Answer: ``invite_link``. Your other connections hear it, too, and again when
        somebody has come by it.
    conversation: the room; if absent, it leads to the site.
    uses: so many people come by it at most; if absent, however many.
    seconds: for how long; if absent, it does not end.
    guests: whether guests come by it where the site takes none.
    not-allowed: you are a guest; or you do not invite people there.
    too-many: so many of yours are open.
    rate-limited: you have made many today.
    """

    conversation: Number | None = None
    uses: Uses | None = None
    seconds: Lasting | None = None
    guests: bool = True


class ListInviteLinks(Command, tag="invite_links"):
    """Ask for links, the last first: your own, those of the rooms that you moderate,
    and, of who moderates the whole site, all.

    Answer: ``invite_links``.
    conversation: those of that room alone.
    before: only those below that number: of the last one of the page before.
    limit: links at most.
    """

    conversation: Number | None = None
    before: Number | None = None
    limit: Limit = HISTORY_DEFAULT


class RevokeInviteLink(Command, tag="revoke_invite_link"):
    """Have nobody come by a link any more: it has ended.

    Answer: ``invite_link``. Whoever has made it hears it, too.
    link: its number.
    no-such-conversation: there is no such link, or it is others' to revoke.
    """

    link: Number


class UseInviteLink(Command, tag="use_invite_link"):
    """Enter the room that a link leads to; nothing happens if you are in it.

    Answer: ``joined`` with the whole conversation, as of ``join``.
    url: its address, or what that ends with.
    no-such-conversation: it is over, or there is none.
    not-allowed: it leads to the site, where you are; or you were put out of the room.
    rate-limited: you have entered many rooms.
    too-many: you are in as many rooms as one person may be.
    """

    url: Word


InvitationCommand = (
    Invite
    | Accept
    | Decline
    | CreateInviteLink
    | ListInviteLinks
    | RevokeInviteLink
    | UseInviteLink
)
