"""The audit log: who did what, to whom, where, and by which door.

Rows are added, and go when they are old: nothing changes one, neither the models nor
the database, whose triggers refuse it. The numbers of people are no foreign keys: an
account that is deleted changes no row of what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from chat.logging.audit import CHARACTERS

# What was too long ends with a sign for that.
MOST = CHARACTERS + 1
# A key can be longer than its name, for some letters become several.
KEY_MOST = 120


class OnlyAdded(RuntimeError):
    """Somebody would change the audit log."""


class Records(models.QuerySet["Record"]):
    """Rows that are read, and added to."""

    def update(self, **_: Any) -> int:
        raise OnlyAdded

    def delete(self) -> tuple[int, dict[str, int]]:
        raise OnlyAdded


class Record(models.Model):
    """Something that was done, or tried: ``times`` within a minute.

    ``who`` did it, "" of whoever failed to log in; ``whom`` it was done to, or meant
    for. ``who_key`` and ``whom_key`` find them by name, the numbers whatever they are
    called by now (None: nobody had that name). ``words``: what else is known.
    """

    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=MOST)
    who = models.CharField(max_length=MOST, blank=True, default="")
    who_key = models.CharField(max_length=KEY_MOST, blank=True, default="")
    who_number = models.PositiveBigIntegerField(null=True)
    whom = models.CharField(max_length=MOST, blank=True, default="")
    whom_key = models.CharField(max_length=KEY_MOST, blank=True, default="")
    whom_number = models.PositiveBigIntegerField(null=True)
    room = models.CharField(max_length=MOST, blank=True, default="")
    door = models.CharField(max_length=MOST, blank=True, default="")
    address = models.CharField(max_length=MOST, blank=True, default="")
    words = models.TextField(blank=True, default="")
    times = models.PositiveIntegerField(default=1)

    objects = Records.as_manager()

    class Meta:
        default_permissions = ("view",)
        # Each is looked for by one of these, the last first.
        indexes = [
            models.Index(fields=["at"], name="audited_at"),
            models.Index(fields=["event", "at"], name="audited_event"),
            models.Index(fields=["who_key", "at"], name="audited_who_key"),
            models.Index(fields=["who_number", "at"], name="audited_who"),
            models.Index(fields=["whom_key", "at"], name="audited_whom_key"),
            models.Index(fields=["whom_number", "at"], name="audited_whom"),
            models.Index(fields=["room", "at"], name="audited_room"),
            models.Index(fields=["address", "at"], name="audited_address"),
        ]

    def __str__(self) -> str:
        return f"{self.event} at {self.at:%Y-%m-%d %H:%M:%S}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it.

        Raises:
            OnlyAdded: it is there already.
        """
        if self.pk is not None:
            raise OnlyAdded
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            OnlyAdded
        """
        raise OnlyAdded


class Clearing(models.Model):
    """While there is a row of it, rows of the audit log may go.

    It is there within the transaction that clears, and nobody else sees it.
    """

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"clearing {self.pk}"


@contextmanager
def clearing() -> Iterator[None]:
    """A transaction in which the database lets rows of the audit log go."""
    with transaction.atomic():
        row = Clearing.objects.create()
        yield
        row.delete()
