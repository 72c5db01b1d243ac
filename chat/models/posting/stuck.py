"""Posts that wait for a row that somebody else has locked.

Posts of many places are stored in one transaction. What one of them waits for would
hold up all: after ``lock_timeout`` it is looked who has locked what, and from then on
posts that need such a row are set aside, while it is locked, and the others are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from chat.concurrency.patience import met_lock
from chat.concurrency.trouble import Locked
from chat.models.posting.addresses import find
from chat.models.posting.draft import Draft
from chat.models.tables import lock


def learn(drafts: Sequence[Draft]) -> bool:
    """After a lock was waited for in vain: see which it was; False if none is found."""
    if not lock.can_be():
        return False
    met_lock()
    return lock.remember(lock.find({row for each in drafts for row in _needed(each)}))


def set_aside(drafts: Sequence[Draft]) -> list[Draft]:
    """Refuse those that would have to wait, with ``Locked``; returns the others."""
    with connection.cursor() as cursor:
        find(cursor, [draft for draft in drafts if draft.address is not None])
    lock.forget()
    needed = {draft: lock.ROWS.keys() & _needed(draft) for draft in drafts}
    still = lock.look({row for rows in needed.values() for row in rows})
    for draft, rows in needed.items():
        if rows & still:
            draft.result = Locked()
    return [draft for draft in drafts if draft.result is None]


def _needed(draft: Draft) -> Iterator[lock.Row]:
    author = draft.author.pk
    yield "person", (author,)
    if draft.other is not None:
        yield "person", (draft.other.pk,)
    if draft.number is not None:
        yield "conversation", (draft.number,)
    elif draft.other is not None:
        yield "allowance", (author,)
    if draft.number is not None and draft.reads is not None:
        yield "membership", (draft.number, author)
