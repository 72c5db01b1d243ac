"""Asking everybody, and being asked. A poll is a message, whose number means it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from chat.wire.commands.base import Command, Limit, Number, Place, Seq
from chat.wire.limits import (
    HISTORY_DEFAULT,
    OPTION_CHARACTERS,
    OPTIONS_MOST,
    QUESTION_CHARACTERS,
)

__all__ = ["ClosePoll", "FetchVoters", "ListPolls", "StartPoll", "Vote"]

# These bounds have codes of their own, as those of a body.
Question = Annotated[
    str, Meta(extra_json_schema={"minLength": 1, "maxLength": QUESTION_CHARACTERS})
]
Option = Annotated[
    str, Meta(extra_json_schema={"minLength": 1, "maxLength": OPTION_CHARACTERS})
]
Options = Annotated[
    list[Option], Meta(extra_json_schema={"minItems": 2, "maxItems": OPTIONS_MOST})
]
Choice = Annotated[int, Meta(ge=1, le=OPTIONS_MOST)]
Choices = Annotated[list[Choice], Meta(max_length=OPTIONS_MOST)]


class StartPoll(Command, tag="poll"):
    """Ask everybody in a conversation. It is a message: see ``post``.

    Answer: ``posted``, as of a post. Everybody in the conversation hears ``message``,
        with the poll in it.
    to: as in ``post``.
    id: as in ``post``.
    text: the question; made one line.
    options: what can be chosen; each is made one line, and no two are the same.
    many: each may choose several.
    reads: as in ``post``.
    no-such-conversation: there is none that you may know of.
    too-long: of the question, or of an option.
    malformed: there are fewer than two options, or more than ten, or two are the same,
        or nothing of one can be seen, or ``to`` is none of the three.
    id-reused: the id was used before, for another text or another place.
    no-such-user: nobody has that name.
    not-allowed: it is to yourself, or to somebody whom you have blocked.
    """

    to: Number | Place
    id: UUID
    text: Question
    options: Options
    many: bool = False
    reads: bool = False


class Vote(Command, tag="vote"):
    """Choose, choose again, or take that back.

    Everybody in the conversation hears how the poll stands then, by ``poll``: what
    several have chosen within a moment is told as one. Who has chosen what can be seen
    by everybody there.

    Answer: ``voted``. Your other connections hear it, too.
    seq: the poll's; if absent, it is the last one there that is not closed.
    options: the numbers of all that you choose; empty to choose nothing.
    no-such-conversation: there is none that you may know of, or no such poll.
    malformed: it has no such option, or several of a poll of which one can be chosen.
    not-allowed: the poll is closed, or has been deleted, or is in a direct conversation
        with somebody whom you have blocked.
    """

    conversation: Number
    options: Choices
    seq: Number | None = None
    epoch: Seq | None = None


class ClosePoll(Command, tag="close_poll"):
    """Have nobody vote any more; whoever has asked may, and a moderator.

    Answer: ``poll``. The others in the conversation hear it, too, unless it was closed
        before: then ``seq`` is 0.
    seq: the poll's; if absent, it is the last one there that is not closed.
    no-such-conversation: there is none that you may know of, or no such poll.
    not-allowed: somebody else has asked, or the message has been deleted.
    """

    conversation: Number
    seq: Number | None = None
    epoch: Seq | None = None


class ListPolls(Command, tag="polls"):
    """Ask for the polls of a conversation: the last first.

    Answer: ``polls``.
    seq: only that one.
    before: only those below that ``seq``.
    limit: polls at most; a page can be shorter, and ``more`` says so.
    no-such-conversation: there is none that you may know of, or no such poll.
    """

    conversation: Number
    seq: Number | None = None
    before: Number | None = None
    limit: Limit = HISTORY_DEFAULT


class FetchVoters(Command, tag="voters"):
    """Ask who has chosen what.

    Answer: ``voters``.
    no-such-conversation: there is none that you may know of, or no such poll.
    """

    conversation: Number
    seq: Number
    epoch: Seq | None = None


PollCommand = StartPoll | Vote | ClosePoll | ListPolls | FetchVoters
