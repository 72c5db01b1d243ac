"""Whom one does not want to hear, and which talk is out of the way."""

from __future__ import annotations

from chat.wire.commands.base import Command, Number, Seq, Word

__all__ = ["Block", "Hide", "Show"]


class Block(Command, tag="block"):
    """Hear nothing more of somebody, or hear them again; they see no difference.

    What they write to you is stored and numbered, and kept from you: the direct
    conversation is in no list, until you unblock them. In rooms their words come as
    anybody's, for you to fold. To write to them, unblock them first.

    Answer: ``blocked``. Your other connections hear it, too.
    name: of whom.
    on: true blocks, false unblocks.
    author: their number, where you know it: a guest's name can be somebody else's by
        now. To unblock them, it alone counts.
    no-such-user: nobody has that name, or that number by that name.
    not-allowed: it is you, or you have blocked a thousand.
    """

    name: Word
    on: bool
    author: Number | None = None


class Hide(Command, tag="hide"):
    """Put a direct conversation out of the way, until something is said in it; or a
    room out of your list. A group is left instead.

    Answer: ``hidden``. Your other connections hear it, too. With the next word you hear
        ``joined`` with the whole conversation. Of a room it is ``level``: you go on
        hearing it.
    seq: the last number of the log that you have seen; if absent, its head.
    not-allowed: it is a group.
    """

    conversation: Number
    seq: Seq | None = None


class Show(Command, tag="show"):
    """Have a direct conversation that you have hidden in your list again.

    Answer: ``joined`` with the whole conversation. Your other connections hear it, too.
    name: of the other person.
    no-such-user: nobody has that name.
    no-such-conversation: there is none with them, or you have blocked them.
    """

    name: Word


BlockCommand = Block | Hide | Show
