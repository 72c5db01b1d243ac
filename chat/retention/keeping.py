"""What was said goes when it is older than the site keeps it.

It goes from the beginning of a log, in steps, with all that hangs on it: reactions,
pins, what somebody has saved, mentions, polls, versions, what the search finds. The
log's numbers stay, and ``start`` says from which on there is something. What has
happened in a room beside stays, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from chat.mentions.models import Mention
from chat.models import Conversation, Message
from chat.models.log import changing
from chat.polls.models import Poll
from chat.search import indexing

# In one transaction, for which others wait who write there.
STEP_MESSAGES = 200
# Logs that are looked at in one question.
PAGE = 500


class Old(NamedTuple):
    """A conversation, and how many of its messages are too old."""

    conversation: Conversation
    messages: int


def limit(days: float | None = None) -> datetime | None:
    """What was said before that is not kept; None: all is. ``days``: as if the site
    kept it for so long.
    """
    days = settings.CHAT_KEEP_DAYS if days is None else days
    return timezone.now() - timedelta(days=days) if days else None


def due(before: datetime, after: int = 0) -> list[int]:
    """The next conversations that have something older, by their numbers."""
    said = Message.objects.filter(conversation=OuterRef("pk")).order_by("seq")
    places = Conversation.objects.order_by("pk")
    oldest = places.annotate(oldest=Subquery(said.values("at")[:1]))
    while rows := list(oldest.filter(pk__gt=after).values_list("pk", "oldest")[:PAGE]):
        if numbers := [number for number, at in rows if at and at < before]:
            return numbers
        after = rows[-1][0]
    return []


def step(number: int, before: datetime) -> bool:
    """Take away the next of what is older in a log; whether there may be more."""
    with changing():
        place = Conversation.objects.filter(pk=number).first()
        if place is None:
            return False
        place.hold()
        rows = _next(place).values_list("pk", "seq", "at")
        old = _beginning(rows, before)
        if old:
            _take_away(place, old)
    return len(old) == STEP_MESSAGES


def count(before: datetime) -> Iterator[Old]:
    """How much would go, of each conversation of which anything would."""
    after = 0
    while numbers := due(before, after):
        after = numbers[-1]
        places = Conversation.objects.in_bulk(numbers)
        for number in numbers:
            said = Message.objects.filter(conversation=number)
            young = said.filter(at__gte=before).order_by("seq")
            end = young.values_list("seq", flat=True).first()
            old = said if end is None else said.filter(seq__lt=end)
            yield Old(places[number], old.count())


# --- Steps ----------------------------------------------------------------------------

# The key of a message, its number, and when it was said.
Row = tuple[int, int, datetime]


def _next(place: Conversation) -> QuerySet[Message]:
    return Message.objects.filter(conversation=place).order_by("seq")[:STEP_MESSAGES]


def _beginning(rows: QuerySet[Message, Row], before: datetime) -> list[Row]:
    """Those up to the first that is kept: what was brought along may be in no order."""
    old: list[Row] = []
    for row in rows:
        if row[2] >= before:
            break
        old.append(row)
    return old


def _take_away(place: Conversation, old: list[Row]) -> None:
    last = old[-1][1]
    here = Q(conversation=place, seq__lte=last)
    Mention.objects.filter(here).delete()
    Poll.objects.filter(here).delete()
    indexing.take_away((key, at) for key, _, at in old)
    Message.objects.filter(pk__in=[key for key, _, _ in old]).delete()
    place.start = last + 1
    place.save(update_fields=["start"])
