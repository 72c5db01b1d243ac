"""What one has not read, what of it calls and why, and who has read one's words."""

from __future__ import annotations

from chat.wire.commands.base import Command, Number, Seq
from chat.wire.objects import Level

__all__ = [
    "AskWhy",
    "CountUnread",
    "FetchReaders",
    "MarkUnread",
    "SetLevel",
    "SetReceipts",
]


class SetLevel(Command, tag="level"):
    """Say what of a conversation calls you; what is not said stays as it is.

    Answer: ``level``. Your other connections hear it, too.
    level: ``all`` that is said, ``mentions`` of you, or ``nothing``.
    hidden: true: the room is out of your list, though you are in it and hear it, until
        you take that back; ``hide`` does the same.
    not-allowed: with ``hidden``: it is no room; ``hide`` hides a direct conversation.
    """

    conversation: Number
    level: Level | None = None
    hidden: bool | None = None


class MarkUnread(Command, tag="unread"):
    """Have a message, and all after it, unread again.

    Answer: ``unread``. Your other connections hear it, too.
    seq: of the first message that is to be unread; if absent, the last one by others.
        What is unread before it stays so.
    no-such-conversation: there is no such message, or you may not know of the place.
    """

    conversation: Number
    seq: Number | None = None
    epoch: Seq | None = None


class CountUnread(Command, tag="count"):
    """Ask how much is unread, where ``unread`` of the conversation says a hundred.

    Answer: ``counted``.
    """

    conversation: Number


class FetchReaders(Command, tag="readers"):
    """Ask who has read a message, in a conversation of 50 people at most.

    Answer: ``readers``.
    seq: of the message; if absent, the last one that you have said.
    not-allowed: there are more people; or you do not show what you have read yourself.
    no-such-conversation: there is no such message, or you may not know of the place.
    """

    conversation: Number
    seq: Number | None = None


class SetReceipts(Command, tag="receipts"):
    """Show others what you have read, or not: who does not, sees it of nobody.

    Answer: ``receipts``. Your other connections hear it, too.
    on: true: they may see it, as at first.
    """

    on: bool


class AskWhy(Command, tag="why"):
    """Ask why you were notified of a message, or not.

    Answer: ``why``.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


UnreadCommand = (
    SetLevel | MarkUnread | CountUnread | FetchReaders | SetReceipts | AskWhy
)
