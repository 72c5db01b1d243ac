"""Whom there is, whether they are here or not, and what one may know of somebody."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.wire.commands.base import Command, Limit, Moment, NewName, Number, Word
from chat.wire.limits import HISTORY_DEFAULT, STATUS_CHARACTERS

__all__ = [
    "FetchProfile",
    "ListPeople",
    "ListStatuses",
    "Rename",
    "SetStatus",
    "TellZone",
]

Text = Annotated[str, Meta(extra_json_schema={"maxLength": STATUS_CHARACTERS})]


class ListPeople(Command, tag="people"):
    """Ask who there is whose name begins like that: also who is not here.

    Of guests you are told those who are here.

    Answer: ``people``.
    match: how the name begins, without regard to accents and case; empty: all.
    limit: people at most.
    """

    match: Word = ""
    limit: Limit = HISTORY_DEFAULT


class FetchProfile(Command, tag="profile"):
    """Ask about somebody what everybody may know, and where you both are.

    Answer: ``profile``.
    name: with or without an ``@``; ``"bob~17"`` is a guest who has lost it.
    author: their number, where you know it: a guest's name can be somebody else's by
        now. With it, ``name`` means nothing.
    no-such-user: nobody has that name, or that number.
    """

    name: Word = ""
    author: Number | None = None


class SetStatus(Command, tag="status"):
    """Say how you are, for everybody.

    Answer: ``status``. Everybody hears it.
    text: one line, with an emoji maybe; empty: nothing any more.
    until: when it ends by itself, within a year; if absent, it does not.
    too-long: of the text.
    not-allowed: that time is over, or too late; or it has words that are not said here.
    """

    text: Text = ""
    until: Moment | None = None


class ListStatuses(Command, tag="statuses"):
    """Ask how those are who say so, but for those whom you have blocked.

    Answer: ``statuses``.
    """


class TellZone(Command, tag="zone"):
    """Have others know what time it is where you are, or not.

    Answer: ``zone``; your other connections hear it, too.
    zone: by the tz database: ``"Europe/Berlin"``. Others are told
        only how many minutes it is ahead of UTC. Empty: not known.
    on: false: nobody is told.
    malformed: there is no such zone.
    """

    zone: Word = ""
    on: bool = True


class Rename(Command, tag="rename"):
    """Be called otherwise from now on, at every door; your number stays.

    The name before leads to you. An account may have it back, and nobody else has it
    for 30 days.

    Answer: ``renamed``. Everybody hears it.
    name: as of ``login``.
    name-taken: somebody else has it, or lately had, or one that looks like it; or it is
        reserved.
    name-invalid: no name can be like that; or it mixes scripts.
    rate-limited: you have done so often today.
    """

    name: NewName


ProfileCommand = (
    ListPeople | FetchProfile | SetStatus | ListStatuses | TellZone | Rename
)
