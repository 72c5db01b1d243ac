"""The index made anew, while the site runs: every log is gone through once more.

What is there stays where it is right, so that all is found meanwhile. Killed, it goes
on where it was; and where it is not called again, the site goes on with it by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import sleep
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat.models import Conversation, Message
from chat.models.messages.following import Position
from chat.search import engine
from chat.search.mending import WORKS
from chat.search.models import Entry, Index, new_name
from chat.sessions.stepping import do_all

# What others are at just now is waited for.
WAIT_SECONDS = 1.0
# Entries in one transaction, for which others wait who write.
STEP = 2000


def reindex(told: Callable[[int, int], None], *, anew: bool = False) -> int:
    """Make it anew; returns how many logs could not be read: the site's log says why.

    ``told``: how many numbers of the logs are done, of how many. ``anew``: throw away
    what is there first; until it is made again, less is found.
    """
    index = Index.here()
    if anew or index.whole:
        index.name, index.began, index.whole = new_name(), timezone.now(), None
        index.save()
    if anew:
        empty()
    heads = dict(_behind(index.name).values_list("pk", "head"))
    done, total = 0, sum(heads.values()) - _done(index.name, heads)

    def count(numbers: int) -> None:
        nonlocal done
        done += numbers
        told(min(done, total), total)

    while left := _left(index.name, heads):
        asyncio.run(do_all(WORKS, 0, count))
        if not (left := _left(index.name, heads)) or not _others(index.name, left):
            break
        sleep(WAIT_SECONDS)
    forget_gone()
    return len(left)


def empty() -> None:
    """Throw the index away, whatever is wrong with it."""
    here = engine.here()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in here.DROP:
            cursor.execute(statement)
        cursor.execute(here.EMPTY)
        for statement in here.MAKE:
            cursor.execute(statement)


def forget_gone() -> None:
    """Forget what an older version has deleted, which knew nothing of the index."""
    after = 0
    while places := list(
        Entry.objects.filter(place__gt=after)
        .order_by("place")
        .values_list("place", flat=True)[:STEP]
    ):
        some = Entry.objects.filter(place__in=places)
        there = Message.objects.filter(pk=OuterRef("message_id"), deleted=False)
        lost = list(some.filter(~Exists(there)).values_list("place", flat=True))
        if lost:
            Entry.objects.filter(place__in=lost).delete()
        after = places[-1]


def _behind(name: str) -> Any:
    mine = Position.objects.filter(follower=name, conversation=OuterRef("pk"))
    done = Coalesce(Subquery(mine.values("seq")), Value(0))
    return Conversation.objects.annotate(done=done).filter(head__gt=F("done"))


def _done(name: str, heads: dict[int, int]) -> int:
    mine = Position.objects.filter(follower=name, conversation__in=heads)
    return int(mine.aggregate(done=Sum("seq"))["done"] or 0)


def _left(name: str, heads: dict[int, int]) -> list[int]:
    """Those of the logs that are not done up to where they ended."""
    behind = _behind(name).filter(pk__in=heads).values_list("pk", "done")
    return [number for number, done in behind if done < heads[number]]


def _others(name: str, logs: list[int]) -> bool:
    """Whether somebody else is at one of these."""
    held = Position.objects.filter(follower=name, conversation__in=logs)
    return held.filter(held_until__gt=timezone.now()).exclude(holder="").exists()
