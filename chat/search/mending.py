"""Puts into the index what is not there yet: whatever has changed in the logs.

A post does nothing for it. Every log is gone through as a follower does it, by the name
of the index: beside all else, in small steps; and whoever searches brings what they may
read up to its end first, so that what can be read can be found. So it does not matter
who has stored a message: this version, one before that runs beside, or an import.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from time import thread_time
from typing import Any
from weakref import WeakKeyDictionary

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from chat.concurrency.threads import read
from chat.files.models import File
from chat.models import Conversation, Membership, Message, User
from chat.models.messages import following
from chat.models.messages.following import Position
from chat.models.messages.renewal import Step
from chat.search import indexing
from chat.search.models import NAMES, Index
from chat.sessions.process import Process
from chat.sessions.stepping import Works, keep_done
from chat.wire.errors import ChatError

logger = logging.getLogger(__name__)

# In one transaction, for which others wait who write: a tenth of a second of a core,
# whatever script it is in.
STEP_MESSAGES, STEP_CHARACTERS = 100, 50_000
# So old may be what a search has to put in first, and words that were deleted.
LOOK_SECONDS = 60.0
# A search waits for no more. Where more is behind, an index is being made.
BEHIND_MOST = 2000


# By process and index: up to where the newest of a conversation are in it, of which
# those before are not.
_newest: WeakKeyDictionary[Process, dict[str, dict[int, int]]] = WeakKeyDictionary()


async def keep(process: Process) -> None:
    """Look what is missing, from the start of a process to its end."""
    await keep_done(WORKS)


def index_name() -> str:
    """What the index of this database is called."""
    return Index.here().name


def put_in(conversation: int, since: int) -> Step:
    """Have the next messages that have changed after ``since`` be in the index."""
    began = thread_time()
    with transaction.atomic():
        # Whoever posts there, edits or deletes, waits: what is read here stays so.
        here = Conversation.objects.select_for_update(no_key=True)
        log = here.filter(pk=conversation).first()
        if log is None:
            return Step(since, False, 0.0)
        found = Message.objects.filter(conversation=log, changed__gt=since)
        fields = "pk", "changed", "deleted", "at", _length()
        next_ = list(found.order_by("changed").values_list(*fields)[:STEP_MESSAGES])
        rows = _fitting(next_)
        there = [row[0] for row in rows if not row[2]]
        indexing.put(indexing.read(Message.objects.filter(pk__in=there)))
        indexing.take_away((row[0], row[3]) for row in rows if row[2])
    more = len(rows) < len(next_) or len(rows) == STEP_MESSAGES
    return Step(rows[-1][1] if more else log.head, more, thread_time() - began)


def _length() -> Combinable:
    """Of what a message says, and of what is in its files."""
    its = File.objects.filter(
        conversation=OuterRef("conversation"), seq=OuterRef("seq")
    )
    lengths = its.order_by().values("seq").values(length=Sum(Length("text")))
    return Length("body") + Coalesce(Subquery(lengths), Value(0))


def _fitting(rows: list[Any]) -> list[Any]:
    """The first of them, one at least, as far as one transaction bears them."""
    left = STEP_CHARACTERS
    for count, row in enumerate(rows, 1):
        left -= row[-1]
        if left <= 0:
            return rows[:count]
    return rows


def finish() -> None:
    """Note that all is done, and forget how far the indexes before had come."""
    Index.objects.filter(whole=None).update(whole=timezone.now())
    others = Position.objects.filter(follower__startswith=NAMES)
    others.exclude(follower=index_name()).delete()


WORKS = Works("search", index_name, put_in, finish, LOOK_SECONDS)


async def bring_up(user: User) -> None:
    """Put in what has changed where they are; the newest alone, where that is much."""
    left = BEHIND_MOST
    try:
        index = await WORKS.do(index_name)
        newest = _newest.setdefault(Process.here(), {}).setdefault(index, {})
        behind = await read(_behind, user, index)
        for number, done, head in sorted(behind, key=lambda each: each[2] - each[1]):
            since = max(done, head - left, newest.get(number, 0))
            left -= head - since
            is_all, more = since == done, since < head
            while more:
                step = await WORKS.do(partial(put_in, number, since))
                since, more = step.upto, step.more
                # Who waits for SQLite looks now and then, and would find it locked.
                await asyncio.sleep(step.seconds if more else 0)
            if is_all:
                await WORKS.do(partial(following.done, index, number, since))
            else:
                newest[number] = since
    except ChatError as error:
        # What is in the index can be found all the same.
        logger.debug("Not brought up to date for a search: %s", error)


def _behind(user: User, index: str) -> list[tuple[int, int, int]]:
    """Their conversations that are ahead of the index: up to where each is in it, and
    where it ends.
    """
    its = Position.objects.filter(
        follower=index, conversation=OuterRef("conversation_id")
    )
    done = Coalesce(Subquery(its.values("seq")), Value(0))
    mine = Membership.objects.filter(user=user).annotate(done=done)
    ahead = mine.filter(conversation__head__gt=F("done"))
    return list(ahead.values_list("conversation_id", "done", "conversation__head"))


@receiver(post_delete, sender=Conversation)
def _leave_out(instance: Conversation, **_: object) -> None:
    indexing.leave_out(instance.pk)
