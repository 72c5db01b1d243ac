"""Which log it is: a restored one has other numbers than its clients remember.

A log's *epoch* is 0 as it begins, and another one after each time that the site was
restored. Who keeps something of a log compares the epochs before the numbers: those of
another epoch were given to other things.
"""

from __future__ import annotations

import secrets

from django.db import connection, models
from django.db.models import F, OuterRef, Subquery

from chat.models.conversation import Conversation
from chat.models.following import Position
from chat.models.user import User

# Fits into every column and every client's numbers; two restores never share one.
EPOCHS = 2**31 - 1
# More people and conversations than have come between a backup and its restore.
SKIPPED = 1_000_000

# Where a table's numbers go on; the first of SQLite's is of one that had no row.
FIRST = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"
NEXT = "UPDATE sqlite_sequence SET seq = MAX(seq + %s, %s) WHERE name = %s"
COUNTER = "SELECT pg_get_serial_sequence(%s, %s)"
NEXT_OF_COUNTER = "SELECT setval(%s, GREATEST(nextval(%s) + %s, %s))"


def renew() -> None:
    """Begin a new epoch of every log, in the caller's transaction: it was restored.

    What was stored since the copy was made is lost here, and not where it was read. So
    none of the numbers of people and conversations that were given meanwhile is given
    again: they are in tokens, in names, and in what clients keep.
    """
    epoch = 1 + secrets.randbelow(EPOCHS)
    Conversation.objects.update(epoch=epoch)
    _bring_back_followers()
    for model in (User, Conversation):
        _skip_numbers(model)


def _bring_back_followers() -> None:
    """None is ahead of its log, nor waits for a process that was there before."""
    log = Conversation.objects.filter(pk=OuterRef("conversation"))
    head = Subquery(log.values("head"))
    ahead = Position.objects.annotate(end=head).filter(seq__gt=F("end"))
    ahead.update(seq=head)
    Position.objects.update(holder="", held_until=None)


def _skip_numbers(model: type[models.Model]) -> None:
    table, last = model._meta.db_table, models.Max("pk")
    used = model._default_manager.aggregate(last=last)["last"] or 0
    beyond = used + SKIPPED
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(NEXT, [SKIPPED, beyond, table])
            if not cursor.rowcount:
                cursor.execute(FIRST, [beyond, table])
        else:
            cursor.execute(COUNTER, [table, "id"])
            [counter] = cursor.fetchone()
            cursor.execute(NEXT_OF_COUNTER, [counter, counter, SKIPPED, beyond])
