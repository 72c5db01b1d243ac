"""Which log it is: a restored one has other numbers than its clients remember.

A log's *epoch* is 0 as it begins, and another one after each time that the site was
restored. Who keeps something of a log compares the epochs before the numbers: those of
another epoch were given to other things.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, OuterRef, Subquery

from chat.models.messages.following import Position
from chat.models.people.user import User
from chat.models.rooms.conversation import Conversation
from chat.models.tables.counters import Counter

# Fits into every column and every client's numbers; two restores never share one.
EPOCHS = 2**31 - 1
# More people and conversations than have come between a backup and its restore.
SKIPPED = 1_000_000


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
    counter, last = Counter(model), models.Max("pk")
    used = model._default_manager.aggregate(last=last)["last"] or 0
    counter.go_on_after(max(used, counter.last()) + SKIPPED)
