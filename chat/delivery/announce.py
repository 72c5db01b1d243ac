"""What happened, told to whom it concerns, once it is committed.

An announcement is the wire event itself, as JSON, sent to the group of a room or of a
person. It is a hint: whoever misses it finds the change in the log.
"""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction

from chat import wire
from chat.broker.adapter import channel_layer
from chat.broker.client import UNAVAILABLE
from chat.delivery import doubt
from chat.delivery.groups import person_group
from chat.logging.outage import REDIS

# A group, and what it is told.
Addressed = tuple[str, dict[str, Any]]
NOTHING: Mapping[int, int] = {}
NOBODY: Mapping[int, str] = {}
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


def origin() -> str:
    """Whose doing is what is announced just now; "" of nobody's connection."""
    return _origin.get()


def event_message(
    event: wire.AnyEvent, happened: int = 0, by: str | None = None
) -> dict[str, Any]:
    """The channel layer's message that carries a wire event.

    ``by``: whose doing it is, if that is not ``origin()``. ``happened``: the number of
    what last happened in a room before that, beside what was said: whoever has missed
    it does not know who is in there.
    """
    message: dict[str, Any] = {
        "type": "chat.event",
        "event": wire.encode(event),
        "origin": origin() if by is None else by,
    }
    if isinstance(event, wire.LogEvent) and not _is_name(event):
        # So that nobody needs to read the event to see where it belongs.
        message["place"] = (event.conversation, event.seq)
    if happened:
        message["happened"] = happened
    return message


def _is_name(event: wire.LogEvent) -> bool:
    """Whether each has to read it: what is told of the room later depends on it."""
    return isinstance(event, wire.Happened) and event.kind == "name"


def announce(groups: Iterable[str], event: wire.AnyEvent) -> None:
    """Tell groups about an event once the transaction has been committed."""
    announce_all([(groups, event)])


def announce_all(
    events: Iterable[tuple[Iterable[str], wire.AnyEvent]],
    happened: Mapping[int, int] = NOTHING,
    origins: Mapping[int, str] = NOBODY,
) -> None:
    """``announce`` for many, in their order, by one way to Redis.

    ``happened``: in which log what happened last before that; ``origins``: whose doing
    some of them are, by their place among them; see ``event_message``.
    """
    last, messages, mine = {**happened}, [], origin()
    for at, (groups, event) in enumerate(events):
        before = 0
        if last and isinstance(event, wire.LogEvent):
            before = last.get(event.conversation, 0)
        message = event_message(event, before, origins.get(at, mine))
        messages += [(group, message) for group in groups]
        if isinstance(event, wire.Happened):
            last[event.conversation] = event.seq
    _after_commit(messages)


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
