"""What somebody has others see of them, beside their name."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from msgspec import UNSET, UnsetType

from chat import wire

# No name of the tz database has more.
ZONE_CHARACTERS = 64


class Card(models.Model):
    """``status``: how they are, "" where they say nothing, and until when that goes;
    ``zone``: theirs by the tz database, "" if it is not known; ``shows_time``: whether
    others are told what time it is there.
    """

    status = models.CharField(
        max_length=wire.STATUS_CHARACTERS, default="", db_default="", editable=False
    )
    status_until = models.DateTimeField(null=True, editable=False)
    zone = models.CharField(
        max_length=ZONE_CHARACTERS, default="", db_default="", editable=False
    )
    shows_time = models.BooleanField(default=True, db_default=True, editable=False)

    class Meta:
        abstract = True

    def status_at(self, now: datetime) -> wire.Status | UnsetType:
        """How they are, if they say so."""
        until = self.status_until
        if not self.status or (until is not None and until <= now):
            return UNSET
        end = UNSET if until is None else wire.timestamp(until)
        return wire.Status(person=self.pk, text=self.status, until=end)

    def ahead_at(self, now: datetime) -> int | UnsetType:
        """How many minutes their clock is ahead of UTC, if others are to know."""
        ahead = ahead_of(self.zone, now) if self.shows_time else None
        return UNSET if ahead is None else ahead


def ahead_of(zone: str, now: datetime) -> int | None:
    """How many minutes a zone is ahead of UTC; None: there is none of that name."""
    try:
        offset = ZoneInfo(zone).utcoffset(now) if zone else None
    except (OSError, ValueError, LookupError):  # a path, a folder, or nothing
        return None
    return None if offset is None else round(offset.total_seconds() / 60)
