"""What happened, told to whom it concerns, once it is committed.

An announcement is the wire event itself, as JSON, sent to the group of a room or of a
person. It is a hint: whoever misses it finds the change in the log.
"""

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction

from chat import wire
from chat.broker.adapter import channel_layer
from chat.broker.client import UNAVAILABLE
from chat.delivery import doubt
from chat.delivery.groups import person_group
from chat.journal.outage import REDIS

# A group, and what it is told.
Addressed = tuple[str, dict[str, Any]]
_origin: ContextVar[str] = ContextVar("origin", default="")


@contextlib.contextmanager
def by_connection(connection: str) -> Iterator[None]:
    """Mark what is announced inside as this connection's doing.

    That connection has its own answer and does not listen to its own announcement.
    """
    token = _origin.set(connection)
    try:
        yield
    finally:
        _origin.reset(token)


def event_message(event: wire.AnyEvent) -> dict[str, Any]:
    """The channel layer's message that carries a wire event."""
    message = {
        "type": "chat.event",
        "event": wire.encode(event),
        "origin": _origin.get(),
    }
    if isinstance(event, wire.LogEvent) and not _is_name(event):
        # So that nobody needs to read the event to see where it belongs.
        message["place"] = (event.conversation, event.seq)
    return message


def _is_name(event: wire.LogEvent) -> bool:
    """Whether each has to read it: what is told of the room later depends on it."""
    return isinstance(event, wire.Happened) and event.kind == "name"


def announce(groups: Iterable[str], event: wire.AnyEvent) -> None:
    """Tell groups about an event once the transaction has been committed."""
    announce_all([(groups, event)])


def announce_all(events: Iterable[tuple[Iterable[str], wire.AnyEvent]]) -> None:
    """``announce`` for many, in their order, by one way to Redis."""
    _after_commit(
        [
            (group, message)
            for groups, event in events
            for message in [event_message(event)]
            for group in groups
        ]
    )


def close_connections(person_id: int, code: str, *, key: str = "") -> None:
    """Have a person's connections closed, in every process.

    ``code`` says why; ``key`` restricts it to those that came by one log-in.
    """
    message = {"type": "session.close", "code": code, "key": key}
    _after_commit([(person_group(person_id), message)])


def _after_commit(messages: Sequence[Addressed]) -> None:
    transaction.on_commit(partial(_send, messages))


def _send(messages: Sequence[Addressed]) -> None:
    now = time.time()
    for _, message in messages:
        message["at"] = now
    try:
        channel_layer().group_send_all_now(messages)
    except UNAVAILABLE as error:
        REDIS.failed(error)
        doubt.untold.set()
    else:
        if doubt.untold.is_set():
            doubt.make_good()
