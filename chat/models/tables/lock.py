"""Rows that somebody else has locked, perhaps for long: a psql that was forgotten.

What waits for one holds up all that changes the database in this process. So a row that
was waited for in vain is remembered, and whoever needs it next is refused at once, for
as long as it is locked. To ask for that costs nothing while none is remembered. Only
PostgreSQL locks rows.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper as Cursor

from chat.concurrency.trouble import Locked, is_lock

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

# When they were last seen to be locked.
ROWS: dict[Row, float] = {}


def can_be() -> bool:
    """Whether the database has what is looked for here."""
    return connection.features.has_select_for_update_skip_locked


@contextmanager
def locking(row: Row) -> Iterator[None]:
    """Around the statement of a transaction that locks that row.

    Raises:
        Locked: somebody else has, and that is known.
    """
    if row in ROWS and look([row]):
        raise Locked
    try:
        yield
    except OperationalError as error:
        if can_be() and is_lock(error):
            remember({row})
        raise


def look(asked: Iterable[Row]) -> set[Row]:
    """Which of these, that were locked, still are; the others are so no more."""
    forget()
    asked = set(asked)
    locked = find(asked)
    for row in asked - locked:
        logger.warning("Nobody keeps %s locked any more.", _name(row))
        ROWS.pop(row, None)
    ROWS.update(dict.fromkeys(locked, time.monotonic()))
    return locked


def remember(locked: set[Row]) -> bool:
    """These are locked; returns whether one of them is new."""
    new = locked - ROWS.keys()
    for row in new:
        logger.warning("Somebody else keeps %s locked: its posts wait.", _name(row))
    ROWS.update(dict.fromkeys(locked, time.monotonic()))
    return bool(new)


def find(rows: Collection[Row]) -> set[Row]:
    """Those of them that are there, and that nobody else can lock just now."""
    locked = set()
    with connection.cursor() as cursor:
        for wanted, query in QUERIES.items():
            keys = [key for kind, key in rows if kind == wanted]
            if keys:
                locked |= {(wanted, key) for key in _locked(cursor, query, keys)}
    return locked


def _locked(
    cursor: Cursor, query: str, keys: list[tuple[int, ...]]
) -> set[tuple[int, ...]]:
    marks = f"({', '.join(['%s'] * len(keys[0]))})"
    query = query.format(rows=", ".join([marks] * len(keys)))
    values = [value for key in keys for value in key]
    # Outside of a transaction nothing is held by that, so that nobody waits for it.
    cursor.execute(query.partition("FOR ")[0], values)
    there = Counter(cursor.fetchall())
    cursor.execute(f"{query} SKIP LOCKED", values)
    return set(there - Counter(cursor.fetchall()))


def _name(row: Row) -> str:
    kind, key = row
    return " ".join([kind, *map(str, key)])


def forget() -> None:
    """Nobody has asked for some for long: they may be free by now."""
    old = time.monotonic() - FORGET_SECONDS
    for row in [row for row, seen in tuple(ROWS.items()) if seen < old]:
        ROWS.pop(row, None)  # another thread may have
