"""Whose it is to say what is due: a process that takes a row holds it for a while.

A post is said by the id that it was scheduled by. Whoever is killed between that and
the row's end is succeeded when the hold has lapsed, and says it by the same id: so
nothing is lost, and nothing said twice. Where something of a conversation is held, what
is due later there waits for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chat import wire
from chat.delivery.announce import announce
from chat.delivery.groups import person_group
from chat.later.models import Scheduled
from chat.later.scheduling import tell
from chat.models import User
from chat.models.posting.draft import Answer
from chat.wire.errors import ChatError

# Who is at it says so in good time.
HOLD = timedelta(seconds=15)
# What the database could not do is tried again after that.
PAUSE = timedelta(seconds=10)
AT_ONCE = 50


def next_at() -> datetime | None:
    """When the next is due that nobody is at, and that waits for none before it."""
    found = _ready(timezone.now()).order_by("at")
    return found.values_list("at", flat=True).first()


def claim(holder: str) -> int:
    """Take all that is due; returns how many there are."""
    now = timezone.now()
    # SQLite looks at each row when it has changed those before.
    due = _ready(now, but=Q(holder=holder)).filter(at__lte=now)
    return due.update(holder=holder, held_until=now + HOLD)


def take(holder: str) -> list[Scheduled]:
    """The next of them, as many as are said at once; the rest is held on to."""
    mine = Scheduled.objects.filter(holder=holder)
    mine.update(held_until=timezone.now() + HOLD)
    # What is of nobody any more: a version before deletes people, and not these.
    mine.filter(~Exists(User.objects.filter(pk=OuterRef("author")))).delete()
    whole = mine.select_related("author", "conversation", "person")
    return list(whole.order_by("at", "pk")[:AT_ONCE])


def end(one: Scheduled, said: Answer) -> None:
    """It is said, or waits for a moderator: its author's list is shorter."""
    with transaction.atomic():
        Scheduled.objects.filter(pk=one.pk).delete()
        event = wire.Unscheduled(id=one.uuid)
        if isinstance(said, wire.Posted):
            event.conversation, event.seq = said.conversation, said.seq
        else:
            announce([person_group(one.author.pk)], said)
        announce([person_group(one.author.pk)], event)


def refuse(one: Scheduled, error: ChatError) -> None:
    """It cannot be said: it stays in the list, with the reason."""
    one.refused = error.code
    # It is looked up in each reader's language, where nothing is filled in.
    one.why = error.detail if error.parameters else error.text
    with transaction.atomic():
        mine = Scheduled.objects.filter(pk=one.pk, holder=one.holder)
        reason = {"refused": one.refused, "why": one.why}
        if mine.update(**reason, holder="", held_until=None):
            tell(one.author, [one])


def put_off(one: Scheduled) -> None:
    """It is tried again after a while."""
    later = timezone.now() + PAUSE
    mine = Scheduled.objects.filter(pk=one.pk, holder=one.holder)
    mine.update(holder="", held_until=later)


def _ready(now: datetime, but: Q | None = None) -> QuerySet[Scheduled]:
    """What nobody holds, be it a pause or a process, nor anything of the same place:
    of a talk that is not open yet the place is its two people.
    """
    here = Q(conversation=OuterRef("conversation"))
    here |= Q(author=OuterRef("author"), person=OuterRef("person"))
    held = Scheduled.objects.filter(here, held_until__gt=now)
    if but is not None:
        held = held.exclude(but)
    is_free = Q(held_until=None) | Q(held_until__lte=now)
    return Scheduled.objects.filter(is_free, ~Exists(held), refused="")
