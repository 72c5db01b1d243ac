"""What is told of polls: objects."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

__all__ = ["Poll", "PollOption"]


class PollOption(Struct, kw_only=True):
    """One of the answers that a poll offers.

    text: one line, as it was typed.
    votes: how many have chosen it.
    """

    text: str
    votes: int


class Poll(Struct, kw_only=True):
    """A poll as it stands now. Its message's ``body`` says it as text, too: the
    question in its first line, and a line for each option, ``1. Pizza``.

    html: the question as HTML that is safe in a page: of the ``body``'s first line.
    options: in the order of their numbers, which begin with 1.
    voters: how many people have voted.
    many: each may choose several.
    closed: nobody votes any more.
    mine: the numbers of those that you have chosen, in ``history``, ``changes`` and
        ``polls``. What is told to everybody does not have it.
    """

    html: str
    options: list[PollOption]
    voters: int
    many: bool
    closed: bool
    mine: list[int] | UnsetType = UNSET
