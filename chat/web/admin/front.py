"""The panel's front page: how much has been said of late, by how many, who is new.

It is counted as it is asked for, in what came last: so it takes no longer where there
are millions of messages, and needs no index that each post would have to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django import template
from django.db import models
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils import timezone

from chat.models import Message, User
from chat.web.admin.messages import LOOKED_AT_MOST

register = template.Library()

DAYS = 28
# Of a picture, in its own units: a day's place and its bar; and how high it is.
STEP, BAR, HEIGHT = 10, 8, 60

Counts = dict[date, int]


class Bar(NamedTuple):
    """A day of a chart, and where its bar is."""

    day: date
    number: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Chart:
    """How much there was on each of the last days; those before ``since`` are not
    counted, if it says so. ``adds_up``: on each day it is something else, and not the
    same people again.
    """

    title: str
    counts: Counts
    today: date
    since: date | None = None
    adds_up: bool = True

    width, high, bar = DAYS * STEP, HEIGHT, BAR

    @property
    def days(self) -> list[date]:
        """Those that are counted, the last at the end."""
        every = (self.today - timedelta(days=back) for back in range(DAYS)[::-1])
        return [day for day in every if self.since is None or day >= self.since]

    @property
    def total(self) -> str:
        """``1,234``, or ``up to 17 a day``."""
        if not self.adds_up:
            return f"up to {self.most[1]:,} a day"
        return f"{sum(self.counts.get(day, 0) for day in self.days):,}"

    @property
    def most(self) -> tuple[date, int]:
        """The day with the most, and how much that was."""
        return max(
            ((d, self.counts.get(d, 0)) for d in self.days), key=lambda it: it[1]
        )

    @property
    def bars(self) -> Iterator[Bar]:
        highest = self.most[1] or 1
        for day in self.days:
            count = self.counts.get(day, 0)
            # What is there at all can be seen.
            height = max(1.0, round(HEIGHT * count / highest, 1)) if count else 0.0
            place = DAYS - 1 - (self.today - day).days
            yield Bar(day, count, place * STEP, HEIGHT - height, height)


def _charts(today: date) -> list[Chart]:
    said, authors, since = _said(_beginning(today))
    new = User.objects.filter(guest=False)
    return [
        Chart("Messages", said, today, since),
        Chart("Who wrote", authors, today, since, adds_up=False),
        Chart("New accounts", counted(new, "joined", today), today),
    ]


# What shows on the front page: a capability adds what has charts of its own.
SOURCES: list[Callable[[date], list[Chart]]] = [_charts]


# What waits for staff, who are led there: of what it is, how much, and which page lists
# it. A capability adds what it keeps.
WAITING: list[tuple[str, Callable[[], int], str]] = []


@register.simple_tag
def waiting() -> list[tuple[int, str, str]]:
    """What does, as of now: how much, of what, and where."""
    found = ((count(), what, reverse(page)) for what, count, page in WAITING)
    return [each for each in found if each[0]]


@register.simple_tag
def charts() -> list[Chart]:
    """All of them, as of now."""
    today = timezone.now().date()
    return [chart for source in SOURCES for chart in source(today)]


def counted(rows: models.QuerySet[Any], field: str, today: date) -> Counts:
    """How many of few rows there are of each day, by the time in that field."""
    late = rows.filter(**{f"{field}__gte": _beginning(today)})
    found = _by_day(late, field).annotate(count=models.Count("pk"))
    return {date.fromisoformat(row["day"]): row["count"] for row in found}


def _beginning(today: date) -> datetime:
    return datetime.combine(today - timedelta(days=DAYS - 1), time(), UTC)


def _said(began: datetime) -> tuple[Counts, Counts, date | None]:
    """Messages and their authors by day; since when, if not all could be looked at."""
    last = Message.objects.aggregate(last=models.Max("pk"))["last"] or 0
    looked_at = Message.objects.filter(pk__gt=last - LOOKED_AT_MOST)
    first = looked_at.order_by("pk").values_list("at", flat=True).first()
    is_cut = last > LOOKED_AT_MOST and first is not None and first > began
    rows = _by_day(looked_at.filter(at__gte=began), "at")
    found = rows.annotate(
        count=models.Count("pk"), people=models.Count("author", distinct=True)
    )
    said, authors = Counts(), Counts()
    for row in found:
        day = date.fromisoformat(row["day"])
        said[day], authors[day] = row["count"], row["people"]
    # The first of them is not whole.
    return said, authors, first.date() + timedelta(days=1) if is_cut and first else None


def _by_day(rows: models.QuerySet[Any], field: str) -> Any:
    # Both databases write a time of UTC so; to take it apart is far dearer on SQLite.
    written = Cast(field, models.CharField())
    return rows.order_by().annotate(day=Substr(written, 1, 10)).values("day")
