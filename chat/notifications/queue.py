"""What is to be pushed: a process that takes a row holds it for a while.

Whoever is killed between a push and the row's end is succeeded when the hold has
lapsed, and pushes it again: the device knows it by its tag, and shows it once. The hold
is renewed as a push begins, so that it is longer than that one push may take, however
many were claimed at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chat.models import Membership, Message
from chat.notifications.models import Decision, Device, Pause, Push

# A push takes ten seconds at most (``endpoints.SECONDS``), and the resolver, whom
# nothing interrupts, as long again where it is set up as usual (resolv.conf(5)).
HOLD = timedelta(seconds=30)
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
    calls = [each for each in decisions if not each.against]
    people = {each.person_id for each in calls}
    its: defaultdict[int, list[int]] = defaultdict(list)
    devices = Device.objects.in_use().filter(person__in=people)
    for number, person in devices.values_list("pk", "person_id"):
        its[person].append(number)
    Push.objects.bulk_create(
        Push(device_id=number, decision=each)
        for each in calls
        for number in its[each.person_id]
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
    whole = mine.select_related("device", "decision__conversation")
    return list(whole.order_by("due", "pk"))


def is_due() -> bool:
    """Whether there is something to be pushed that nobody is at."""
    now = timezone.now()
    return Push.objects.filter(_is_free(now), sent=None, due__lte=now).exists()


def renew(push: Push) -> bool:
    """Hold on to it for as long again; whether nobody has succeeded to it meanwhile."""
    mine = Push.objects.filter(pk=push.pk, holder=push.holder, sent=None)
    return mine.update(held_until=timezone.now() + HOLD) > 0


def is_wanted(push: Push) -> bool:
    """Whether the device is still its person's, who takes pushes just now, and has not
    read what it is of, but could; nor is told something newer from there instead.
    """
    device, decision = push.device, push.decision
    paused = Pause.objects.filter(person=device.person_id, until__gt=timezone.now())
    if not Device.objects.in_use().filter(pk=device.pk).exists():
        return False
    if decision is None:
        return True
    mine = Push.objects.filter(*_unread(), ~Exists(paused), pk=push.pk)
    return mine.exists() and not _is_outdone(push, decision.conversation_id)


def over(device: int) -> list[Push]:
    """What that device has shown, and was read meanwhile, or cannot be."""
    gone = _shown(device).exclude(*_unread())
    return list(gone.select_related("decision__conversation").order_by("pk")[:AT_ONCE])


def count_shown(device: int) -> int:
    """How many there are on that device that are unread."""
    return _shown(device).filter(*_unread()).count()


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


def _is_outdone(push: Push, place: int) -> bool:
    """Whether the push service has a newer one of the conversation, in whose place it
    would come (RFC 8030 §5.4); or could not take this one, and is to get a newer.
    """
    its = Push.objects.filter(device=push.device_id, decision__conversation=place)
    newer = its.filter(pk__gt=push.pk)
    return (newer if push.tries else newer.filter(sent__isnull=False)).exists()


def _shown(device: int) -> QuerySet[Push]:
    return Push.objects.filter(device=device, sent__isnull=False)


def _unread() -> tuple[Exists, Exists]:
    """Of a push: its person has not read the message, and could."""
    place, seq = OuterRef("decision__conversation"), OuterRef("decision__seq")
    person = OuterRef("decision__person")
    there = Membership.objects.filter(conversation=place, user=person, read__lt=seq)
    said = Message.objects.filter(conversation=place, seq=seq, deleted=False)
    return Exists(there), Exists(said)


def _is_free(now: datetime) -> Q:
    return Q(held_until=None) | Q(held_until__lte=now)
