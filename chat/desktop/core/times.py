"""Times as this computer's person reads them; ``at`` is RFC 3339 in UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta


def local(at: str) -> datetime:
    """The local time."""
    # Before 3.11 fromisoformat knows no Z.
    return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()


def clock(at: str) -> str:
    """``"14:05"``"""
    return local(at).strftime("%H:%M")


def day_label(at: str, today: date) -> str:
    """``"Today"``, ``"Yesterday"``, ``"Friday, January 30"``, with another year."""
    day = local(at).date()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    label = f"{day:%A, %B} {day.day}"
    return label if day.year == today.year else f"{label}, {day.year}"
