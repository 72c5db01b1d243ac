"""Times as this computer's person reads them; ``at`` is RFC 3339 in UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo


def local(at: str, zone: tzinfo | None = None) -> datetime:
    """The time in a zone, or in this computer's."""
    # Before 3.11 fromisoformat knows no Z.
    return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(zone)


def clock(at: str) -> str:
    """``"14:05"``"""
    return local(at).strftime("%H:%M")


def minute(at: str) -> str:
    """``"2026-01-30 14:05"``"""
    return local(at).strftime("%Y-%m-%d %H:%M")


def day_label(at: str, today: date, zone: tzinfo | None = None) -> str:
    """``"Today"``, ``"Yesterday"``, ``"Friday, January 30"``, with another year."""
    day = local(at, zone).date()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    label = f"{day:%A, %B} {day.day}"
    return label if day.year == today.year else f"{label}, {day.year}"


class Midnight:
    """Notices that another day has begun; ``today()`` is the date here."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._day = today()

    @property
    def seconds_left(self) -> float:
        """Until the day ends here: it may be one of 23 hours, or of 25."""
        end = datetime.combine(self._today() + timedelta(days=1), time.min)
        return (end.astimezone() - datetime.now().astimezone()).total_seconds()

    def has_passed(self) -> bool:
        """Since it was asked last: ``Today`` is another one now."""
        before, self._day = self._day, self._today()
        return before != self._day
