"""Who is meant by what is said."""

from __future__ import annotations

from chat.wire.commands.base import Command, Limit, Number
from chat.wire.limits import HISTORY_DEFAULT

__all__ = ["FetchMentions"]


class FetchMentions(Command, tag="mentions"):
    """Ask for the messages that name you, from all conversations that you are in.

    Answer: ``mentions``: the newest, those by people whom you have blocked left out.
    before: only those before that place: ``upto`` of the page before.
    limit: messages at most; a page can be shorter, and ``more`` says so.
    """

    before: Number | None = None
    limit: Limit = HISTORY_DEFAULT


MentionCommand = FetchMentions
