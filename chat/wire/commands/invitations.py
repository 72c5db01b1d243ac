"""Offers to come into a room: made, accepted, declined."""

from __future__ import annotations

from chat.wire.commands.base import Command, Number, Word

__all__ = ["Accept", "Decline", "Invite"]


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


InvitationCommand = Invite | Accept | Decline
