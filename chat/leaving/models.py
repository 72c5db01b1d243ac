"""Who has left for good, and what somebody takes along."""

from __future__ import annotations

from typing import Literal
from uuid import uuid4

from django.db import models
from django.utils import timezone

from chat.models import User

STAY: Literal["stay"] = "stay"
GO: Literal["go"] = "go"


class Departure(models.Model):
    """That ``person`` has left: nobody is called so, and what was theirs goes in steps.

    ``words``: whether what they said stays, or goes as well. Whoever is at the steps
    holds the row until ``held_until``, and has come to their end where it is ``ended``.
    The database does not hold what it points at: a version that does not know of this
    table deletes people beside this one.
    """

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    words = models.CharField(max_length=4, choices=[(STAY, STAY), (GO, GO)])
    at = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["at"], condition=models.Q(ended=None), name="departures_open"
            )
        ]

    def __str__(self) -> str:
        return f"departure of {self.person_id}"


class Export(models.Model):
    """What ``person`` takes along, asked for ``at``: a file of so many bytes once it is
    ``ready``. Whoever makes it holds the row, as of a departure.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(
        User, models.CASCADE, related_name="+", db_constraint=False
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)
    held_until = models.DateTimeField(null=True)
    ready = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"export for {self.person_id}"
