"""A log: who hears of it, and how it is changed.

Everything that happens in a conversation takes the next number of its log.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, ClassVar

from django.db import connection, models, transaction
from msgspec import UNSET

from chat import wire
from chat.delivery.announce import announce_all, origin
from chat.delivery.groups import person_group, room_group
from chat.models import hooks
from chat.models.hooks import Told
from chat.models.tables import lock


class Log(models.Model):
    """What has a log: one counter. ``epoch``: see ``epochs``. ``start``: what was said
    before that number is gone, for it was too old.
    """

    head = models.PositiveBigIntegerField(default=0, editable=False)
    epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    start = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)

    # What is read anew with each number: by it is decided who may.
    READ_ANEW: ClassVar[Sequence[str]] = ("head",)

    class Meta:
        abstract = True

    @property
    def of_log(self) -> dict[str, Any]:
        """What a ``wire.Conversation`` says of it."""
        start = self.start or UNSET
        return {"head": self.head, "epoch": self.epoch, "start": start}

    def take_number(self) -> int:
        """The log's next number; it belongs to the transaction that asks for it.

        Raises:
            Locked: somebody else keeps it, and is known to.
        """
        # UPDATE before reading: under contention SQLite cannot turn a read transaction
        # into a write one, and PostgreSQL would read a number that is being taken.
        logs = type(self)._default_manager
        with lock.locking(("conversation", (self.pk,))):
            logs.filter(pk=self.pk).update(head=models.F("head") + 1)
        self.refresh_from_db(fields=self.READ_ANEW)
        return self.head

    def hold(self) -> None:
        """Let nobody else take a number before this transaction ends.

        Raises:
            Locked: somebody else keeps it, and is known to.
        """
        logs = type(self)._default_manager
        with lock.locking(("conversation", (self.pk,))):
            logs.select_for_update(no_key=True).filter(pk=self.pk).first()
        self.refresh_from_db(fields=self.READ_ANEW)


# --- Who hears of it ------------------------------------------------------------------


@lru_cache(maxsize=4096)
def groups_of(number: int, pair: str | None) -> tuple[str, ...]:
    """Who hears what happens in a room or a group, or between two people."""
    if pair is None:
        return (room_group(number),)
    return tuple(map(person_group, dict.fromkeys(people_of(pair))))


def pair_of(one: int, other: int) -> str:
    """What names the direct conversation of two people: their numbers, ``3:17``; or
    somebody's notes: ``3:3``.
    """
    low, high = sorted((one, other))
    return f"{low}:{high}"


def people_of(pair: str) -> tuple[int, int]:
    """The numbers of the two people of a direct conversation."""
    low, high = pair.split(":")
    return int(low), int(high)


# --- How it is changed ----------------------------------------------------------------


class _Mine(threading.local):
    """What this thread changes just now: what is to be told of it, if it does.

    ``happened``: for each log the number of what last happened there beside what was
    said, before what it is changed by; ``origins``: whose doing some of what is to be
    told is, if not that of the whole.
    """

    told: Told | None = None

    def __init__(self) -> None:
        self.happened: dict[int, int] = {}
        self.origins: dict[int, str] = {}


_one_after_the_other = threading.RLock()
_mine = _Mine()


@contextmanager
def changing() -> Iterator[Told]:
    """A transaction that changes logs; whoever does puts the events there.

    One at a time in a process: what is told on commit then leaves in the order of the
    numbers. The database orders the processes among themselves. At its end the hooks
    get the events; if one of them fails, nothing is stored. A change inside of another
    one is a part of it, and its events are told with the others.

    Raises:
        RuntimeError: a transaction is open already, and not of this kind.
    """
    if _mine.told is not None:
        with _part_of(_mine.told):
            yield _mine.told
        return
    _require_no_transaction()
    with _one_after_the_other, transaction.atomic():
        told = _mine.told = []
        _mine.happened.clear()
        _mine.origins.clear()
        try:
            yield told
            if told:
                told += call_hooks([e for _, e in told if isinstance(e, wire.LogEvent)])
        finally:
            _mine.told = None
        if told:
            announce_all(told, _mine.happened, _mine.origins)


@contextmanager
def _part_of(told: Told) -> Iterator[None]:
    before = len(told)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        # It has not happened, whatever becomes of the rest.
        for at in range(before, len(told)):
            _mine.origins.pop(at, None)
        del told[before:]
        raise
    for at in range(before, len(told)):
        _mine.origins.setdefault(at, origin())


def note_happened(number: int, last: int) -> None:
    """What is told of a log says what last happened there, before that, beside what
    was said: who has not heard of it sees who is in there still.
    """
    _mine.happened[number] = last


def is_in_transaction() -> bool:
    """Whether this thread is in a transaction of the site's."""
    blocks = connection.atomic_blocks
    # The one that a test runs in is none.
    return not all(getattr(block, "_from_testcase", False) for block in blocks)


def call_hooks(events: Sequence[wire.LogEvent]) -> Told:
    """Have the hooks take part; returns what else is to be told.

    Raises:
        ChatError: as ``hooks.run``.
    """
    called = hooks.HOOKS
    if hooks.OF_NAMES and not all(map(_is_mere_words, events)):
        # First: what they make an event say is there for the others.
        called = [*hooks.OF_NAMES, *called]
    return hooks.run(called, events) if called else []


def _is_mere_words(event: wire.LogEvent) -> bool:
    if not isinstance(event, wire.MessagePosted):
        return False
    return "@" not in event.body and event.shared is UNSET


def _require_no_transaction() -> None:
    """Whoever waits for their turn must hold no rows: who has it may wait for these."""
    if is_in_transaction():
        raise RuntimeError(
            "A log is changed in a transaction of changing()'s own: begin no other"
            " before it, or leave it to transaction.on_commit()."
        )
