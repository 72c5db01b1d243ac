"""What the migrations do to one kind of database alone."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunSQL


class OnVendor(RunSQL):
    """SQL for the databases of one ``vendor``, as Django calls it."""

    def __init__(self, vendor: str, sql: Any, reverse_sql: Any) -> None:
        self.vendor = vendor
        super().__init__(sql, reverse_sql)

    def deconstruct(self) -> Any:
        """How a migration has it."""
        name, _, kwargs = super().deconstruct()
        return name, [], {"vendor": self.vendor, **kwargs}

    def database_forwards(self, *how: Any) -> None:
        """Do it there."""
        if how[1].connection.vendor == self.vendor:
            super().database_forwards(*how)

    def database_backwards(self, *how: Any) -> None:
        """Undo it there."""
        if how[1].connection.vendor == self.vendor:
            super().database_backwards(*how)
