"""Muting somebody on the whole site: with a reason, and an end that comes by itself,
as it does in a room; a guest is muted by another name, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone
from msgspec import UNSET

from chat import wire
from chat.concurrency.threads import read, write
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.logging.audit import audit
from chat.models import User
from chat.models.members import silencing
from chat.models.members.muted_guest import keep_muted, muted_alike
from chat.models.members.putting_out import meant
from chat.models.people import status
from chat.models.people.ban import FOR_GOOD
from chat.models.people.user import came_in
from chat.moderation.models import Muting
from chat.moderation.powers import require_above, require_power
from chat.sessions.process import Process, logged
from chat.text.clean import clean_reason

LOOK_SECONDS = 5.0
LISTED_MOST = 200
# In one transaction.
LIFTED_MOST = 50


def mute(user: User, wish: wire.Mute) -> wire.WasMuted:
    """Have somebody say nothing on the site, or end that.

    Raises:
        Banned, LoginRequired, Muted, TooLong
        NoSuchUser: nobody has that name.
        NotAllowed: they may not, or not to them.
    """
    reason, until = clean_reason(wish.reason), None
    if wish.seconds is not None:
        until = timezone.now() + timedelta(seconds=wish.seconds)
    with transaction.atomic():
        require_power("mute", user)
        whom = meant(wish.name, wish.author)
        require_above(user, whom)
        # Their row first: of two who do it at once, the second waits here.
        User.objects.filter(pk=whom.pk).update(muted=wish.on)
        renew([whom.pk], until)
        event = wire.WasMuted(name=whom.name, person=whom.pk, on=wish.on)
        if wish.on:
            about = {"reason": reason, "by": user, "until": until or FOR_GOOD}
            its = Muting.objects.create(person=whom, **about)
            event.reason, event.until = reason or UNSET, its.ends
        announce(map(person_group, sorted({whom.pk, user.pk})), event)
        what = "muted" if wish.on else "mute lifted"
        end = "" if event.until is UNSET else event.until
        audit(what, name=user.name, whom=whom.name, reason=reason, until=end)
    return event


def muted() -> list[wire.MutedOne]:
    """Who is, those of late first."""
    found = User.objects.filter(muted=True, is_active=True)
    late = F("muting__at").desc(nulls_last=True)
    rows = found.select_related("muting__by").order_by(late, "-pk")
    return [_told(each) for each in rows[:LISTED_MOST]]


def muted_among(people: Collection[int]) -> dict[int, wire.MutedOne]:
    """Of these people, by their number, those who are."""
    found = User.objects.filter(pk__in=people, muted=True)
    rows = found.select_related("muting__by")
    return {each.pk: _told(each) for each in rows}


async def keep(process: Process) -> None:
    """Let people speak again when it is time, as long as a process lives."""
    while True:
        await logged(_look())
        await asyncio.sleep(LOOK_SECONDS)


def lift_over() -> None:
    """Let those speak again whose time is over."""
    now = timezone.now()
    silencing.lift_over(now, LIFTED_MOST)
    over = Muting.objects.filter(until__lte=now).order_by("person")
    with transaction.atomic():
        for number in over.values_list("person", flat=True)[:LIFTED_MOST]:
            # As ``mute`` locks them.
            people = User.objects.select_for_update(no_key=True).filter(pk=number)
            whom = people.first()
            ended, _ = over.filter(person=number).delete()
            if whom is None or not (ended and whom.muted):
                continue
            people.update(muted=False)
            event = wire.WasMuted(name=whom.name, person=whom.pk, on=False)
            announce([person_group(whom.pk)], event)
            audit("mute over", whom=whom.name)


def renew(people: Collection[int], until: datetime | None = None) -> None:
    """These are muted until then, or not any more, by another's word: what is known of
    the one of before is forgotten, and who is muted says nothing of how they are.
    """
    Muting.objects.filter(person__in=people).delete()
    for guest in User.objects.filter(pk__in=people, guest=True):
        if guest.muted:
            keep_muted(None, guest, until)
        else:
            muted_alike(guest).delete()
    status.take_away(User.objects.filter(pk__in=people, muted=True))


@receiver(came_in)
def mute_alike(user: User, **_: Any) -> None:
    """A guest is muted as another one is who came alike."""
    if not user.guest or user.muted:
        return
    found = muted_alike(user).select_related("person__muting__by")
    alike = found.order_by("-until").first()
    if alike is None:
        return
    User.objects.filter(pk=user.pk).update(muted=True)
    user.muted = True
    before = getattr(alike.person, "muting", None)
    about = {"reason": before.reason, "by": before.by} if before else {}
    about["until"] = alike.until
    Muting.objects.get_or_create(person=user, defaults=about)
    status.take_away(User.objects.filter(pk=user.pk))


async def _look() -> None:
    if await read(_is_over):
        await write(lift_over)


def _is_over() -> bool:
    now = timezone.now()
    everywhere = Muting.objects.filter(until__lte=now)
    return everywhere.exists() or silencing.over(now).exists()


def _told(person: User) -> wire.MutedOne:
    told = wire.MutedOne(name=person.name, person=person.pk)
    its = getattr(person, "muting", None)
    if its is not None:
        told.reason, told.at, told.until = its.reason, wire.timestamp(its.at), its.ends
        told.by = its.by.name if its.by else UNSET
    return told
