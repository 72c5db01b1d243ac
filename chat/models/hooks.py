"""What else is stored with what happens, in the same transaction.

For what must never be out of step with the logs: who is mentioned, what has happened
in a room. A hook is called once in a transaction, with the events that it adds to logs,
in their order: each is a ``wire.LogEvent``. It may fill in what is its own of them,
before they are told, and return what is to be told with them. It has to be quick, for
everybody's posts wait for it. If it raises, nothing of the transaction is stored: a
``ChatError`` is the refusal, any other error our own fault.

What may come a moment later follows the logs by their numbers instead, as any client.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chat import wire
from chat.concurrency.trouble import is_trouble
from chat.wire.errors import ChatError, NotStored

logger = logging.getLogger(__name__)

# Groups, and what they are told.
Told = list[tuple[Iterable[str], wire.AnyEvent]]
Hook = Callable[[Sequence[wire.LogEvent]], Told | None]


class Going(NamedTuple):
    """The words of a message, posted ``at``, when ``by`` edits or deletes them."""

    message: int
    body: str
    at: datetime
    edited: bool
    by: int


# Whoever has one appends it in their app's ``ready()``.
HOOKS: list[Hook] = []
# The same for what is called before words go, in that transaction.
LAST: list[Callable[[Going], None]] = []
# The same, to be called where something else has happened than a post without an ``@``
# or a file: what most posts have nothing of is not on their way.
OF_NAMES: list[Hook] = []
# What has its say in the words that a message is edited to: each is given
# the place of the message, the words of before and of now, and returns those to store.
EDITS: list[Callable[[tuple[int, int], str, str], str]] = []
# What sees what somebody says of how they are, and may refuse it by a ``ChatError``:
# each is given their user, and the words.
STATUSES: list[Callable[[Any, str], None]] = []


def run(hooks: Sequence[Hook], events: Sequence[wire.LogEvent]) -> Told:
    """Call these; returns what is to be told with the events.

    Raises:
        ChatError: one of them refuses.
        NotStored: one of them failed; the cause is in the server's log.
        DatabaseError: the database is away or busy, as for whoever called it.
    """
    try:
        # One may go meanwhile, in another thread: none beside it is left out by that.
        return [each for hook in tuple(hooks) for each in hook(events) or ()]
    except Exception as error:
        if isinstance(error, ChatError) or is_trouble(error):
            raise
        logger.exception("A hook failed: what it was called with is not stored.")
        raise NotStored from error


def let_go(words: Going) -> None:
    """Call those who want to see words once more."""
    for see in LAST:
        see(words)


def reworded(place: tuple[int, int], before: str, text: str) -> str:
    """The words that a message is to have, which is edited to these."""
    for reword in EDITS:
        text = reword(place, before, text)
    return text
