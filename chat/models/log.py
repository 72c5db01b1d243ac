"""Changing logs: one transaction at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction

_one_after_the_other = threading.RLock()


@contextmanager
def changing() -> Iterator[None]:
    """A transaction that changes logs.

    One at a time in a process: what it announces on commit then leaves in the order of
    the numbers. The database orders the processes among themselves.
    """
    with _one_after_the_other, transaction.atomic():
        yield


class Log(models.Model):
    """What has a log: everything that happens there takes the next number."""

    head = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def take_number(self) -> int:
        """The log's next number; it belongs to the transaction that asks for it."""
        # UPDATE before reading: under contention SQLite cannot turn a read transaction
        # into a write one, and PostgreSQL would read a number that is being taken.
        logs = type(self)._default_manager
        logs.filter(pk=self.pk).update(head=models.F("head") + 1)
        self.refresh_from_db(fields=["head"])
        return self.head
