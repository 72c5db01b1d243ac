"""When something is to be said, as people type it; in UTC, as all times at this door.

``18:30`` is the next one, ``2026-12-01 09:00`` is that day's, ``+20m`` is from now on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_CLOCK = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
_MOMENT = re.compile(
    rf"(?:\+(?P<count>[1-9]\d{{0,3}})(?P<unit>[mhd])"
    rf"|(?:(?P<day>2\d{{3}}-\d\d-\d\d)[ T])?{_CLOCK})(?=\s|$)",
    re.ASCII,
)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def moment_in(text: str, now: datetime) -> tuple[datetime, str] | None:
    """The moment that a text begins with, and the words behind it; None without one."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    at = _moment(found.groupdict(), now)
    return None if at is None else (at, text[found.end() :].strip())


def _moment(parts: dict[str, str], now: datetime) -> datetime | None:
    if parts["count"]:
        return now + timedelta(**{_UNITS[parts["unit"]]: int(parts["count"])})
    at = now.replace(second=0, microsecond=0)
    at = at.replace(hour=int(parts["hour"]), minute=int(parts["minute"]))
    if not parts["day"]:
        return at if at > now else at + timedelta(days=1)
    try:
        day = datetime.strptime(parts["day"], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at.replace(year=day.year, month=day.month, day=day.day)
