"""What was said goes when it is older than the site keeps it, or its room does.

It goes from the beginning of a log, in steps, with all that hangs on it: reactions,
pins, what somebody has saved, mentions, polls, files, previews, versions, what the
search finds. The log's numbers stay, and ``start`` says from which on there is
something. What has happened in a room beside stays, too. In the same steps a group goes
that all have left, and a room that was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chat.files.models import File
from chat.held.models import Held
from chat.mentions.models import Mention
from chat.models import Conversation, Message
from chat.models.messages.log import changing
from chat.models.rooms.company import DESERTED
from chat.polls.models import Poll
from chat.previews.models import Preview
from chat.search import indexing

# In one transaction, for which others wait who write there.
STEP_MESSAGES = 200
# Logs that are looked at in one question.
PAGE = 500


class Old(NamedTuple):
    """A conversation, how many of its messages are too old, and of before when."""

    conversation: Conversation
    messages: int
    before: datetime


@dataclass(frozen=True)
class Limits:
    """``days``: for how long the site keeps what was said; 0: for ever."""

    now: datetime
    days: float

    def of(self, keep: int) -> datetime | None:
        """What was said before that goes, where a room keeps it for ``keep`` days, or
        for as long as the site (0); None: nothing goes. The shorter time counts.
        """
        days = min(filter(None, (self.days, keep)), default=0)
        return self.now - timedelta(days=days) if days else None


def limits(days: float | None = None) -> Limits:
    """Those of this moment. ``days``: as if the site kept it for so long."""
    days = settings.CHAT_KEEP_DAYS if days is None else days
    return Limits(timezone.now(), days)


def due(limits: Limits, after: int = 0) -> list[int]:
    """The next conversations that have something older, by their numbers."""
    said = Message.objects.filter(conversation=OuterRef("pk")).order_by("seq")
    places = Conversation.objects.order_by("pk")
    if not limits.days:
        places = places.filter(keep__gt=0)
    oldest = places.annotate(oldest=Subquery(said.values("at")[:1]))
    columns = oldest.values_list("pk", "keep", "oldest")
    while rows := list(columns.filter(pk__gt=after)[:PAGE]):
        if numbers := [pk for pk, keep, at in rows if _is_before(at, limits.of(keep))]:
            return numbers
        after = rows[-1][0]
    return []


def step(number: int, limits: Limits) -> bool:
    """Take away the next of what is older in a log; whether there may be more."""
    with changing():
        place = Conversation.objects.filter(pk=number).first()
        if place is None:
            return False
        place.hold()
        # Its owner may have had it kept for longer meanwhile.
        place.refresh_from_db(fields=["keep"])
        rows = _next(place).values_list("pk", "seq", "at")
        old = _beginning(rows, limits.of(place.keep))
        if old:
            _take_away(place, old)
    return len(old) == STEP_MESSAGES


def deserted() -> list[int]:
    """The next groups, and rooms of before, that nobody is in any more."""
    found = Conversation.objects.filter(company__gte=DESERTED).order_by("company")
    return list(found.values_list("pk", flat=True)[:PAGE])


def clear(number: int) -> bool:
    """Take away the next of what was said where nobody is in any more, and at last
    that itself; whether there may be more.
    """
    with changing():
        place = Conversation.objects.filter(pk=number, company__gte=DESERTED).first()
        if place is None:
            return False
        place.hold()
        Held.objects.filter(conversation=place).delete()  # nobody is to let it be said
        if rows := list(_next(place).values_list("pk", "seq", "at")):
            _take_away(place, rows)
        else:
            place.delete()
    return bool(rows)


def count(limits: Limits) -> Iterator[Old]:
    """How much would go, of each conversation of which anything would."""
    after = 0
    while numbers := due(limits, after):
        after = numbers[-1]
        places = Conversation.objects.in_bulk(numbers)
        for place in (places[number] for number in numbers if number in places):
            if before := limits.of(place.keep):
                yield Old(place, _count_of(place, before), before)


# --- Steps ----------------------------------------------------------------------------

# The key of a message, its number, and when it was said.
Row = tuple[int, int, datetime]


def _next(place: Conversation) -> QuerySet[Message]:
    return Message.objects.filter(conversation=place).order_by("seq")[:STEP_MESSAGES]


def _count_of(place: Conversation, before: datetime) -> int:
    said = Message.objects.filter(conversation=place)
    young = said.filter(at__gte=before).order_by("seq")
    end = young.values_list("seq", flat=True).first()
    return (said if end is None else said.filter(seq__lt=end)).count()


def _is_before(at: datetime | None, limit: datetime | None) -> bool:
    return at is not None and limit is not None and at < limit


def _beginning(rows: QuerySet[Message, Row], before: datetime | None) -> list[Row]:
    """Those up to the first that is kept: what was brought along may be in no order."""
    old: list[Row] = []
    for row in rows:
        if not _is_before(row[2], before):
            break
        old.append(row)
    return old


def _take_away(place: Conversation, old: list[Row]) -> None:
    last = old[-1][1]
    here = Q(conversation=place, seq__lte=last)
    Mention.objects.filter(here).delete()
    Poll.objects.filter(here).delete()
    Preview.objects.filter(here).delete()
    File.objects.filter(here).delete()
    indexing.take_away((key, at) for key, _, at in old)
    Message.objects.filter(pk__in=[key for key, _, _ in old]).delete()
    place.start = last + 1
    place.save(update_fields=["start"])
