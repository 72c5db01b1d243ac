"""Which rooms there are, and who is in them."""

from __future__ import annotations

from chat.wire.commands.base import Command, Number, Topic, Word

__all__ = ["Create", "Invite", "Join", "Leave", "ListRooms"]


class ListRooms(Command, tag="rooms"):
    """Ask which rooms there are: the public ones, and yours.

    Answer: ``rooms``.
    """


class Create(Command, tag="create"):
    """Make a room with you in it.

    Answer: ``joined`` with the whole conversation. Your other connections hear it, too.
    name: with or without its ``#``: 30 letters, digits, ``-`` or ``_`` at most.
    topic: what it is about, made one line.
    private: only who is invited comes in, or knows that it is there.
    name-invalid: no room can be called that.
    name-taken: there is one, or one that looks like it, be it one that you cannot see.
    too-long: of the topic.
    """

    name: Word
    topic: Topic = ""
    private: bool = False


class Join(Command, tag="join"):
    """Enter a public room; nothing happens if you are in it.

    Answer: ``joined`` with the whole conversation. Your other connections hear it, too;
        the others in the room hear it with the number.
    room: its name, with or without its ``#``.
    """

    room: Word


class Invite(Command, tag="invite"):
    """Bring somebody into a room that you are in.

    Answer: ``joined`` with the number, ``from`` the one who comes in. The others in
        the room hear the same; who comes in hears it with the whole conversation.
    name: of whom to bring in.
    no-such-user: nobody has that name.
    not-allowed: a direct conversation has two people.
    """

    conversation: Number
    name: Word


class Leave(Command, tag="leave"):
    """Go out of a room.

    Answer: ``left``. Your other connections and the others in the room hear it, too.
    not-allowed: everybody is in the lobby, and a direct conversation stays.
    """

    conversation: Number


RoomCommand = ListRooms | Create | Join | Invite | Leave
