"""Somebody says how they are, for everybody; and what time it is where they are."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import EVERYONE, person_group
from chat.models.hooks import STATUSES
from chat.models.limits import SAID_OF_ONESELF, spend
from chat.models.people.blocks import Block
from chat.models.people.card import ahead_of
from chat.models.people.user import User
from chat.models.tables import some
from chat.text.clean import clean_status
from chat.wire.errors import Malformed, NotAllowed

# So many are listed, of those who were here last.
LISTED_MOST = 1000
# The last days of the calendar have no such moment in every zone.
LATEST = timedelta(days=366)


def set_status(user: User, text: str, until: datetime | None = None) -> wire.StatusSet:
    """Say how one is; empty: nothing any more. It goes ``until`` then.

    Raises:
        TooLong
        NotAllowed: it would end before it begins, or too late, or has words that are
            not said here.
        Muted, Banned, RateLimited
    """
    text, now = clean_status(text), timezone.now()
    if not text:
        until = None
    elif until is not None and until <= now:
        raise NotAllowed("That time is over.")
    elif until is not None and until > now + LATEST:
        raise NotAllowed("How you are can be said for a year, and no longer.")
    with transaction.atomic():
        user.require_voice()
        for see in STATUSES:
            see(user, text)
        spend(user, SAID_OF_ONESELF)
        user.status, user.status_until = text, until
        user.save(update_fields=["status", "status_until"])
        event = wire.StatusSet(
            sender=user.name, status=user.status_at(now) or _no(user)
        )
        announce([EVERYONE], event)
    return event


def take_away(people: QuerySet[User]) -> None:
    """Have these say nothing of how they are any more: they are muted, or shut out.
    In a transaction of whoever does that.
    """
    saying = list(people.filter(status__gt="").order_by("pk"))
    numbers = [user.pk for user in saying]
    User.objects.filter(pk__in=numbers).update(status="", status_until=None)
    for user in saying:
        announce([EVERYONE], wire.StatusSet(sender=user.name, status=_no(user)))


def statuses(asker: User) -> wire.Statuses:
    """How people are who say so, but for those whom ``asker`` has blocked."""
    now = timezone.now()
    blocked = Block.objects.filter(blocker=asker).values("blocked")
    saying = User.objects.filter(_goes_on(now), status__gt="", is_active=True)
    rows = saying.exclude(pk__in=blocked).order_by("-seen")[:LISTED_MOST]
    found = [user.status_at(now) for user in rows]
    return wire.Statuses(statuses=[each for each in found if each])


def sweep() -> bool:
    """Take away some that have ended; whether there may be more."""
    over = User.objects.filter(status__gt="", status_until__lte=timezone.now())
    numbers = list(over.values_list("pk", flat=True)[: some.AT_ONCE])
    over.filter(pk__in=numbers).update(status="", status_until=None)
    return len(numbers) == some.AT_ONCE


def tell_zone(user: User, zone: str, *, on: bool) -> wire.ZoneSet:
    """Have others know what time it is there, or not (``on``).

    Raises:
        Malformed: there is no such zone.
    """
    if zone and ahead_of(zone, timezone.now()) is None:
        raise Malformed("There is no such time zone.")
    event = wire.ZoneSet(zone=zone if on else "", on=on)
    with transaction.atomic():
        user.zone, user.shows_time = event.zone, on
        user.save(update_fields=["zone", "shows_time"])
        announce([person_group(user.pk)], event)
    return event


def _no(user: User) -> wire.Status:
    return wire.Status(person=user.pk, text="")


def _goes_on(now: datetime) -> Q:
    return Q(status_until=None) | Q(status_until__gt=now)
