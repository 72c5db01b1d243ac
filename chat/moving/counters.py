"""The numbers that tables give away: one that was given once is not given again."""

from __future__ import annotations

from django.db import connection

from chat.models import Reaction
from chat.moving.tables import Table, tables

LAST = "SELECT seq FROM sqlite_sequence WHERE name = %s"
FORGET = "DELETE FROM sqlite_sequence WHERE name = %s"
SET = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
COUNTER = "SELECT pg_get_serial_sequence(%s, %s)"
LAST_OF_COUNTER = "SELECT pg_sequence_last_value(%s::regclass)"
SET_COUNTER = "SELECT setval(%s, %s)"


def last_numbers() -> dict[str, int]:
    """The last number that was given away, by table."""
    found = {}
    with connection.cursor() as cursor:
        for table, column in _counting():
            if connection.vendor == "sqlite":
                cursor.execute(LAST, [table])
            else:
                cursor.execute(LAST_OF_COUNTER, [_counter(table, column)])
            row = cursor.fetchone()
            found[table] = int(row[0] or 0) if row else 0
    return found


def go_on_after(numbers: dict[str, int]) -> None:
    """Have the tables of an import give away what comes after these."""
    with connection.cursor() as cursor:
        for table, column in _counting():
            if not (last := numbers.get(table, 0)):
                continue
            if connection.vendor == "sqlite":
                cursor.execute(FORGET, [table])
                cursor.execute(SET, [table, last])
            else:
                cursor.execute(SET_COUNTER, [_counter(table, column), last])


def _counting() -> list[tuple[str, str]]:
    every: list[Table] = [*tables(), Reaction]
    return [
        (model._meta.db_table, str(model._meta.auto_field.column))
        for model in every
        if model._meta.auto_field is not None
    ]


def _counter(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(COUNTER, [table, column])
        [name] = cursor.fetchone()
    return str(name)
