"""What is to be pushed: a process that takes a row holds it for a while.

Whoever is killed between a push and the row's end is succeeded when the hold has
lapsed, and pushes it again: the device knows it by its tag, and shows it once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chat.models import Membership, Message
from chat.notifications.models import Decision, Device, Push

# Longer than one push may take.
HOLD = timedelta(minutes=3)
AT_ONCE = 20
# Where it fails, it is tried again after that, twice, four times as long.
PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_SECONDS = LONGEST_PAUSE.total_seconds()
# After so many tries, in some hours, nobody wants to be called any more.
TRIES_MOST = 12


def add(decisions: Iterable[Decision]) -> None:
    """Have these pushed to all devices of those whom they have called; in a
    transaction of whoever has decided.
    """
    called = {each.person_id: each for each in decisions if not each.against}
    devices = Device.objects.in_use().filter(person__in=called)
    Push.objects.bulk_create(
        Push(device_id=number, decision=called[person])
        for number, person in devices.values_list("pk", "person_id")
    )


def claim(holder: str) -> list[Push]:
    """Take some that are due, and nobody is at."""
    now = timezone.now()
    due = Push.objects.filter(_is_free(now), sent=None, due__lte=now)
    numbers = due.order_by("due", "pk").values_list("pk", flat=True)[:AT_ONCE]
    taken = due.filter(pk__in=list(numbers))
    if not taken.update(holder=holder, held_until=now + HOLD):
        return []
    mine = Push.objects.filter(holder=holder, sent=None)
    whole = mine.select_related(
        "device__person", "decision__conversation", "decision__person"
    )
    return list(whole.order_by("due", "pk"))


def is_due() -> bool:
    """Whether there is something to be pushed that nobody is at."""
    now = timezone.now()
    return Push.objects.filter(_is_free(now), sent=None, due__lte=now).exists()


def is_wanted(push: Push) -> bool:
    """Whether what it is of is still unread, by somebody who still may read it."""
    decision = push.decision
    if decision is None:
        return True
    return unread().filter(pk=decision.pk).exists()


def unread() -> QuerySet[Decision]:
    """Those whose person has not read the message, and could."""
    there = Membership.objects.filter(
        conversation=OuterRef("conversation"),
        user=OuterRef("person"),
        read__lt=OuterRef("seq"),
    )
    said = Message.objects.filter(
        conversation=OuterRef("conversation"), seq=OuterRef("seq"), deleted=False
    )
    return Decision.objects.filter(Exists(there), Exists(said))


def over(device: int) -> list[Push]:
    """What that device has shown, and was read meanwhile, or cannot be."""
    shown = Push.objects.filter(device=device).exclude(Q(sent=None) | Q(decision=None))
    gone = shown.exclude(decision__in=unread()).select_related("decision__conversation")
    return list(gone.order_by("pk")[:AT_ONCE])


def count_shown(device: int) -> int:
    """How many there are on that device that are unread."""
    there = Push.objects.filter(device=device, decision__in=unread())
    return there.exclude(sent=None).count()


def end(push: Push, over: Iterable[Push]) -> None:
    """The push service has it, and what it says of others."""
    mine = Push.objects.filter(pk=push.pk)
    if push.decision is None:
        mine.delete()  # there is nothing to be taken back
    mine.update(sent=timezone.now(), holder="", held_until=None)
    Push.objects.filter(pk__in=[each.pk for each in over]).delete()


def drop(push: Push) -> None:
    """It is not wanted any more, or cannot be pushed."""
    Push.objects.filter(pk=push.pk).delete()


def put_off(push: Push, seconds: float | None = None) -> None:
    """It is tried again, after so many seconds if the push service has said so."""
    if push.tries + 1 >= TRIES_MOST:
        drop(push)
        return
    now = timezone.now()
    pause = PAUSE * 2**push.tries
    if seconds is not None:
        pause = max(PAUSE, timedelta(seconds=min(seconds, LONGEST_SECONDS)))
    Push.objects.filter(pk=push.pk, holder=push.holder).update(
        due=now + min(pause, LONGEST_PAUSE),
        tries=push.tries + 1,
        holder="",
        held_until=None,
    )


def _is_free(now: datetime) -> Q:
    return Q(held_until=None) | Q(held_until__lte=now)
