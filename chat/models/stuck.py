"""Rows that somebody else keeps locked, perhaps for long: a psql that was forgotten.

Posts of many places are stored in one transaction. What one of them waits for would
hold up all: after ``lock_timeout`` it is looked who keeps what, and from then on posts
that need such a row are set aside, while it is kept, and the others are stored. To ask
for that costs nothing while nothing is stuck.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper as Cursor

from chat.concurrency.threads import met_lock
from chat.concurrency.trouble import Locked
from chat.models.addresses import find
from chat.models.draft import Draft

logger = logging.getLogger(__name__)

# A kind of row, and the numbers that name one.
Row = tuple[str, tuple[int, ...]]

# What posting locks, by itself or by a foreign key; {rows}: the numbers.
QUERIES = {
    "conversation": """
        SELECT id FROM chat_conversation WHERE id IN ({rows}) FOR NO KEY UPDATE
    """,
    "person": "SELECT id FROM chat_user WHERE id IN ({rows}) FOR KEY SHARE",
    # How many direct conversations somebody may open.
    "allowance": """
        SELECT user_id FROM chat_allowance WHERE user_id IN ({rows}) FOR NO KEY UPDATE
    """,
    "membership": """
        SELECT conversation_id, user_id FROM chat_membership
        WHERE (conversation_id, user_id) IN ({rows}) FOR NO KEY UPDATE
    """,
}
# Nobody has asked for it since: it may be free by now.
FORGET_SECONDS = 60.0

# When they were last seen to be kept.
ROWS: dict[Row, float] = {}


def learn(drafts: Sequence[Draft]) -> bool:
    """After a lock was waited for in vain: see which it was; False if none is found."""
    if not connection.features.has_select_for_update_skip_locked:
        return False
    met_lock()
    kept = _kept({row for draft in drafts for row in _needed(draft)})
    new = kept - ROWS.keys()
    for row in new:
        logger.warning("Somebody else keeps %s locked: its posts wait.", _name(row))
    ROWS.update(dict.fromkeys(kept, time.monotonic()))
    return bool(new)


def set_aside(drafts: Sequence[Draft]) -> list[Draft]:
    """Refuse those that would have to wait, with ``Locked``; returns the others."""
    with connection.cursor() as cursor:
        find(cursor, [draft for draft in drafts if draft.address is not None])
    _forget()
    needed = {draft: ROWS.keys() & _needed(draft) for draft in drafts}
    asked = {row for rows in needed.values() for row in rows}
    kept = _kept(asked)
    for row in asked - kept:
        logger.warning("Nobody keeps %s locked any more.", _name(row))
        del ROWS[row]
    ROWS.update(dict.fromkeys(kept, time.monotonic()))
    for draft, rows in needed.items():
        if rows & kept:
            draft.result = Locked()
    return [draft for draft in drafts if draft.result is None]


def _name(row: Row) -> str:
    kind, key = row
    return " ".join([kind, *map(str, key)])


def _needed(draft: Draft) -> Iterator[Row]:
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


def _kept(rows: Iterable[Row]) -> set[Row]:
    """Those of them that are there, and that nobody else can lock just now."""
    kept = set()
    with connection.cursor() as cursor:
        for wanted, query in QUERIES.items():
            keys = [key for kind, key in rows if kind == wanted]
            if keys:
                kept |= {(wanted, key) for key in _locked(cursor, query, keys)}
    return kept


def _locked(
    cursor: Cursor, query: str, keys: list[tuple[int, ...]]
) -> set[tuple[int, ...]]:
    marks = f"({', '.join(['%s'] * len(keys[0]))})"
    query = query.format(rows=", ".join([marks] * len(keys)))
    values = [value for key in keys for value in key]
    # In a transaction each of its own: nothing is held, so that nobody waits for it.
    cursor.execute(query.partition("FOR ")[0], values)
    there = Counter(cursor.fetchall())
    cursor.execute(f"{query} SKIP LOCKED", values)
    return set(there - Counter(cursor.fetchall()))


def _forget() -> None:
    old = time.monotonic() - FORGET_SECONDS
    for row in [row for row, seen in ROWS.items() if seen < old]:
        del ROWS[row]
