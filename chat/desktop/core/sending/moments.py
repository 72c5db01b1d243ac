"""When something is to be said, as people type it: by the clock of who is here.

``18:30`` is the next one, ``2026-12-01 09:00`` is that day's, ``+20m`` is from now on.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, datetime, timedelta

_MOMENT = re.compile(
    r"(?:\+(?P<count>[1-9]\d{0,3})(?P<unit>[mhd])"
    r"|(?:(?P<day>2\d{3}-\d\d-\d\d)[ T])?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d))"
    r"(?=\s|$)",
    re.ASCII,
)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def moment_in(text: str, now: datetime) -> tuple[datetime, str] | None:
    """The moment that a text begins with, and the words behind it; None without one.

    ``now``, and so the moment, is of no zone: as a clock here shows it.
    """
    found = _MOMENT.match(text)
    if found is None:
        return None
    at = _moment(found.groupdict(), now)
    return None if at is None else (at, text[found.end() :].strip())


def usual(now: datetime) -> list[tuple[str, str]]:
    """What one often wants: what it is called, and how it is typed."""
    morning = now.replace(hour=9, minute=0)
    days = [1, -now.weekday() % 7 or 7]
    mornings = {morning + timedelta(days=each) for each in days}
    return [
        ("In 20 minutes", "+20m"),
        ("In an hour", "+1h"),
        *((f"{at:%A} {at:%H:%M}", typed(at)) for at in sorted(mornings)),
    ]


def typed(at: datetime) -> str:
    """As ``moment_in`` reads it, to the minute."""
    return f"{at:%Y-%m-%d %H:%M}"


def _moment(parts: dict[str, str], now: datetime) -> datetime | None:
    if parts["count"]:
        time = timedelta(**{_UNITS[parts["unit"]]: int(parts["count"])})
        return now + time if parts["unit"] == "d" else _passed(now, time)
    hour, minute = int(parts["hour"]), int(parts["minute"])
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if not parts["day"]:
        return at if at > now else at + timedelta(days=1)
    try:
        day = datetime.strptime(parts["day"], "%Y-%m-%d")
    except ValueError:
        return None
    # There, another zone may be in a year that there is not.
    if day.year in (MINYEAR, MAXYEAR):
        return None
    return at.replace(year=day.year, month=day.month, day=day.day)


def _passed(now: datetime, time: timedelta) -> datetime:
    """What the clock shows then: it may have left an hour out, or had it twice."""
    return (now.astimezone() + time).astimezone().replace(tzinfo=None)
