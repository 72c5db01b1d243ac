"""Which messages of a page have the head of the one above; as in ``arrangement.js``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from chat.wire import Message

NEAR = timedelta(minutes=5)


def together(messages: Sequence[Message], first_unread: int | None) -> set[int]:
    """Their numbers; those at ``first_unread`` stand below a line, which parts them.

    Where a day begins is known to the reader alone: ``first_paint.js`` looks there.
    """
    pairs = pairwise(messages)
    near = {own.seq for above, own in pairs if _is_near(above, own)}
    return near - {first_unread}


def _is_near(above: Message, own: Message) -> bool:
    # No name stands above an action.
    is_theirs = above.author == own.author and not (above.action or own.action)
    return is_theirs and _time(own) - _time(above) < NEAR


def _time(message: Message) -> datetime:
    return datetime.fromisoformat(message.at)
