"""Many rows at once, by the way of each database that is made for that."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from django.db import connection, models

from chat.models.tables.columns import columns_of, insert
from chat.models.tables.counters import Counter

# Where each row goes into an index at random, pages are in need again and again.
SQLITE_CACHE = "PRAGMA cache_size = -500000"


def prepare() -> None:
    """Get this process's connection ready for many rows."""
    if connection.vendor == "sqlite":
        _ask(SQLITE_CACHE)


def reserve(model: type[models.Model], count: int) -> int:
    """The first of so many primary keys that nobody else gets; in a transaction."""
    counter = Counter(model)
    last = counter.last()
    counter.go_on_after(last + count)
    return last + 1


def put(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of these fields: by COPY, or by one statement that is run for each.

    The others have a default of the database's. Values are in the database's own types.
    """
    with closing(connection.cursor()) as cursor:
        if connection.vendor != "postgresql":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(insert(model, fields).format(rows=f"({marks})"), rows)
            return
        into = f"{model._meta.db_table} ({', '.join(columns_of(model, fields))})"
        # Django makes errors its own of what it calls itself alone.
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY {into} FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


def each(query: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement with each of these rows."""
    with connection.cursor() as cursor:
        cursor.executemany(query, rows)


def settle() -> None:
    """Have the database look at what it has got, as it would by itself, in time."""
    if connection.vendor == "postgresql":
        _ask("ANALYZE")


def _ask(query: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []
