"""What else is stored with what happens, in the same transaction.

For what must never be out of step with the logs: rows to search in, who is mentioned. A
hook is called once in a transaction, with the events that it adds to logs, in their
order: ``MessagePosted``, ``Edited``, ``Deleted``, ``Reacted``, ``TopicSet``. It has to
be quick, for everybody's posts wait for it. If it raises, nothing of the transaction is
stored: a ``ChatError`` is the refusal, anything else is our own fault.

What may come a moment later follows the logs by their numbers instead, as any client.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from chat import wire
from chat.wire.errors import ChatError, NotStored

logger = logging.getLogger(__name__)

Hook = Callable[[Sequence[wire.LogEvent]], None]

# Whoever has one appends it in their app's ``ready()``.
HOOKS: list[Hook] = []


def run(events: Sequence[wire.LogEvent]) -> None:
    """Call the hooks.

    Raises:
        ChatError: one of them refuses.
        NotStored: one of them failed; the cause is in the server's log.
    """
    try:
        for hook in HOOKS:
            hook(events)
    except ChatError:
        raise
    except Exception as error:
        logger.exception("A hook failed: what it was called with is not stored.")
        raise NotStored from error
