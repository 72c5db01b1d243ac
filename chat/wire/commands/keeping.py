"""What is kept of what was said: pinned for all, saved for oneself, as it once was."""

from __future__ import annotations

from chat.wire.commands.base import Command, Limit, Number, Seq
from chat.wire.limits import HISTORY_DEFAULT

__all__ = ["ListPins", "ListSaved", "ListVersions", "Pin", "Save"]


class Pin(Command, tag="pin"):
    """Have a message at hand for everybody in the conversation, or no more.

    Answer: ``pinned``. The others in the conversation hear it, too, unless nothing has
        changed by it: then ``seq`` is 0. A message that is deleted is not pinned.
    on: true pins it, false takes that back.
    not-allowed: the message has been deleted, or is in a direct conversation with
        somebody whom you have blocked.
    too-many: a hundred are pinned there.
    """

    conversation: Number
    seq: Number
    on: bool
    epoch: Seq | None = None


class ListPins(Command, tag="pins"):
    """Ask what is pinned in a conversation.

    Answer: ``pins``.
    """

    conversation: Number


class Save(Command, tag="save"):
    """Keep a message in a list of your own, or no more; nobody else hears of it.

    Answer: ``bookmarked``. Your other connections hear it, too. What is in a room that
        you have left can still be taken out of the list.
    on: true saves it, false takes that back.
    not-allowed: the message has been deleted.
    too-many: you have saved a thousand.
    """

    conversation: Number
    seq: Number
    on: bool
    epoch: Seq | None = None


class ListSaved(Command, tag="saved"):
    """Ask what you have saved, of all conversations: the last first.

    Answer: ``saved``.
    before: only those below that ``number``: of the last one of the page before.
    limit: messages at most.
    """

    before: Number | None = None
    limit: Limit = HISTORY_DEFAULT


class ListVersions(Command, tag="versions"):
    """Ask what a message said before it was edited, or deleted.

    Its author may, as long as it is not deleted, and a moderator who is in the
    conversation. The site keeps such words for some days.

    Answer: ``versions``.
    not-allowed: you are neither, or it has been deleted and you are no moderator.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


KeepingCommand = Pin | ListPins | Save | ListSaved | ListVersions
