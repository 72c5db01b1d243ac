"""The numbers that a table gives away: one that was given once is not given again."""

from __future__ import annotations

from django.db import connection, models

LAST = "SELECT seq FROM sqlite_sequence WHERE name = %s"
GO_ON = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
# Of a table that never had a row.
BEGIN = "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)"
COUNTER = "SELECT pg_get_serial_sequence(%s, %s)"
LAST_OF_COUNTER = "SELECT pg_sequence_last_value(%s::regclass)"
SET_COUNTER = "SELECT setval(%s, %s)"


class Counter:
    """A model's; to be changed where nobody else takes numbers meanwhile."""

    def __init__(self, model: type[models.Model]) -> None:
        assert model._meta.auto_field is not None
        self.table = model._meta.db_table
        self._column = str(model._meta.auto_field.column)

    def last(self) -> int:
        """The last that was given away, or 0."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(LAST, [self.table])
            else:
                cursor.execute(LAST_OF_COUNTER, [self._name()])
            row = cursor.fetchone()
        return int(row[0] or 0) if row else 0

    def go_on_after(self, last: int) -> None:
        """Have the next be the one that comes after this, which is not 0."""
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute(SET_COUNTER, [self._name(), last])
                return
            cursor.execute(GO_ON, [last, self.table])
            if not cursor.rowcount:
                cursor.execute(BEGIN, [last, self.table])

    def _name(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute(COUNTER, [self.table, self._column])
            [name] = cursor.fetchone()
        return str(name)
