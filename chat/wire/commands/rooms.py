"""Which rooms there are, and who is in them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import (
    NO_NUL,
    Command,
    Limit,
    NewName,
    Number,
    Seq,
    Topic,
    Word,
)
from chat.wire.limits import GROUP_MOST, HISTORY_DEFAULT, HISTORY_LIMIT

__all__ = [
    "BeginGroup",
    "Create",
    "Join",
    "Leave",
    "ListConversations",
    "ListMembers",
    "ListRooms",
]

Names = Annotated[list[Word], Meta(max_length=GROUP_MOST)]
# Where a page of members ends: what they are called, twice.
Cursor = Annotated[str, Meta(max_length=300, pattern=NO_NUL)]


class ListRooms(Command, tag="rooms"):
    """Ask which rooms there are: the public ones, and yours.

    Answer: ``rooms``: a page of them, in the order of their names.
    after: only those behind that name: of the last one of the page before.
    match: only those with that in their names; with or without ``#``, any case.
    limit: rooms at most.
    """

    after: Word = ""
    match: Word = ""
    limit: Limit = HISTORY_LIMIT


class ListConversations(Command, tag="conversations"):
    """Ask for the conversations that you are in, page by page.

    For a client that has said ``pages`` as it came in.

    Answer: ``conversations``, in the order of their numbers.
    after: only those of higher numbers: ``upto`` of the page before, or 0.
    limit: conversations at most; a page can be shorter, and ``more`` says so.
    """

    after: Seq = 0
    limit: Limit = HISTORY_DEFAULT


class ListMembers(Command, tag="members"):
    """Ask who is in a conversation, here or not, page by page.

    Answer: ``members``, in the order of all lists.
    match: how the name begins, without regard to accents and case; empty: all.
    here: true: only those who are here.
    cursor: of the page before, for the one behind it; with the same ``match`` and
        ``here``.
    limit: members at most; a page can be shorter, and ``more`` says so.
    """

    conversation: Number
    match: Word = ""
    here: bool = False
    cursor: Cursor = ""
    limit: Limit = HISTORY_DEFAULT


class Create(Command, tag="create"):
    """Make a room with you in it.

    Answer: ``joined`` with the whole conversation. Your other connections hear it, too.
    name: with or without its ``#``: letters, digits, ``-`` or ``_``,
        30 characters at most.
    topic: what it is about, made one line.
    private: only who is invited comes in, or knows that it is there.
    name-invalid: no room can be called that.
    name-taken: there is one, or one that looks like it, be it one that you cannot see.
    too-long: of the topic.
    too-many: you are in as many rooms as one person may be.
    rate-limited: you have made many rooms today.
    """

    name: NewName
    topic: Topic = ""
    private: bool = False


class Join(Command, tag="join"):
    """Enter a public room, or one that you are invited to.

    Nothing happens if you are in it.

    Answer: ``joined`` with the whole conversation. Your other connections hear it, too;
        the others in the room hear it with the number.
    room: its name, with or without its ``#``.
    too-many: you are in as many rooms as one person may be.
    """

    room: Word


class Leave(Command, tag="leave"):
    """Go out of a room, or of a group.

    Answer: ``left``. Your other connections and the others there hear it, too.
    not-allowed: everybody is in the lobby, and a direct conversation stays.
    """

    conversation: Number


class BeginGroup(Command, tag="group"):
    """Talk with some people at once: in the group that you and they are, which is begun
    if there is none.

    Nobody comes into a group later: with others it is another one, and they read
    nothing of what was said before.

    Answer: ``joined`` with the whole conversation. Your other connections, and all of
        the others where it is new, hear it, too.
    names: of the others. With one alone it is the direct conversation, with none your
        notes.
    conversation: a group that you are in, whose people come along; without names it is
        that one.
    no-such-user: nobody has one of these names.
    too-many: more than ten people, with you.
    not-allowed: somebody cannot be reached, or you have blocked them.
    rate-limited: you have written to many people for the first time; or many strangers
        to one of them.
    """

    names: Names
    conversation: Number | None = None


RoomCommand = (
    ListRooms | ListConversations | ListMembers | Create | Join | Leave | BeginGroup
)
