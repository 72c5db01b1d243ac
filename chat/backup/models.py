"""Whose turn it is to make the site's next backup."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

# Who is at it renews it in good time; who was killed is succeeded after that.
HOLD = timedelta(minutes=1)
# A new site has said something by then.
FIRST = timedelta(minutes=1)
# After one that failed.
PAUSE = timedelta(minutes=10)


class Turn(models.Model):
    """One row for the whole site, whatever processes and machines it has.

    ``made``: when the last one was begun that succeeded; ``held_until``: nobody else
    begins before.
    """

    name = models.CharField(max_length=20, primary_key=True)
    made = models.DateTimeField(null=True)
    holder = models.CharField(max_length=32, blank=True, default="", db_default="")
    held_until = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


ONLY = "backup"


def is_due(every: timedelta, now: datetime) -> bool:
    """Whether somebody is to begin, or it has never been asked."""
    return _due(every, now).exists() or not Turn.objects.filter(name=ONLY).exists()


def take(holder: str, every: timedelta, now: datetime) -> bool:
    """Begin, unless somebody else has begun; return whether it is ours."""
    first = {"held_until": now + min(every, FIRST)}
    Turn.objects.get_or_create(name=ONLY, defaults=first)
    return bool(_due(every, now).update(holder=holder, held_until=now + HOLD))


def renew(holder: str, now: datetime) -> None:
    """It goes on."""
    _held(holder).update(held_until=now + HOLD)


def succeed(holder: str, began: datetime) -> None:
    """One was made, of the site as it was then."""
    _held(holder).update(made=began, holder="", held_until=began)


def fail(holder: str, every: timedelta, now: datetime) -> None:
    """None was made; it is tried again after a while."""
    _held(holder).update(holder="", held_until=now + min(every, PAUSE))


def _due(every: timedelta, now: datetime) -> models.QuerySet[Turn]:
    # What is of a time to come was noted while a clock was wrong.
    wrong = now + 2 * PAUSE
    due = Q(made=None) | Q(made__lte=now - every) | Q(made__gt=wrong)
    is_free = Q(held_until__lte=now) | Q(held_until__gt=wrong)
    return Turn.objects.filter(due, is_free, name=ONLY)


def _held(holder: str) -> models.QuerySet[Turn]:
    return Turn.objects.filter(name=ONLY, holder=holder)
