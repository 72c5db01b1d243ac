"""Whom there is, whether they are here or not, and what one may know of somebody."""

from __future__ import annotations

from chat.wire.commands.base import Command, Limit, Number, Word
from chat.wire.limits import HISTORY_DEFAULT

__all__ = ["FetchProfile", "ListPeople"]


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


ProfileCommand = ListPeople | FetchProfile
