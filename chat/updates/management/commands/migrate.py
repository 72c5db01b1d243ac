"""``manage.py migrate``: Django's own, which leaves nothing half done.

On SQLite all that is pending is one transaction, and a copy from before is kept beside
the database. On PostgreSQL each migration is a transaction.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration

from chat.logging.counted import counted
from chat.logging.reasons import reason
from chat.updates.alone import alone
from chat.updates.copies import NoCopy, keep_copy
from chat.updates.standing import Standing, vouch

logger = logging.getLogger(__name__)

SHOWN = 8
LOOKING = ("plan", "check_unapplied", "prune")


class Command(migrate.Command):
    _at: Migration | None = None
    _copy: Path | None = None

    def handle(self, *args: Any, **options: Any) -> None:
        """Do as Django does, or nothing.

        Raises:
            CommandError: a migration failed; one sentence names it.
        """
        if any(options[name] for name in LOOKING):
            super().handle(*args, **options)
            return
        connection = connections[options["database"]]
        try:
            with alone(connection), _together(connection):
                self._migrate(connection, *args, **options)
        except CommandError:
            raise
        except Exception as error:
            raise CommandError(self._sentence(connection, error)) from error

    def migration_progress_callback(
        self, action: str, migration: Any = None, fake: bool = False
    ) -> None:
        """Remember where it is."""
        if action.endswith("apply_start"):
            self._at = migration
        elif action.endswith("apply_success"):
            self._at = None
            self._done.append(str(migration))
        super().migration_progress_callback(action, migration, fake)

    def _migrate(
        self, connection: BaseDatabaseWrapper, *args: Any, **options: Any
    ) -> None:
        if connection.vendor == "sqlite":
            self._keep_copy(connection)
        vouch(connection)
        self._done: list[str] = []
        super().handle(*args, **options)
        vouch(connection)
        if self._done and not self.verbosity:  # else Django has told each step
            shown = [*self._done[:SHOWN], *["…"] * (len(self._done) > SHOWN)]
            words = counted(len(self._done), "step"), ", ".join(shown)
            logger.info("The database is migrated, in %s: %s.", *words)

    def _keep_copy(self, connection: BaseDatabaseWrapper) -> None:
        standing = Standing.of(connection)
        if not (standing.pending and standing.last):
            return
        try:
            self._copy = keep_copy(connection, standing.last)
        except NoCopy as error:
            raise CommandError(
                "The database is not updated, because no copy of it can be kept"
                f" ({error}): make room for one beside it,"
                f" {connection.settings_dict['NAME']}, and writable."
            ) from None
        logger.info("The database from before the update is kept as %s.", self._copy)

    def _sentence(self, connection: BaseDatabaseWrapper, error: Exception) -> str:
        why = reason(error)
        what = f"Migration {self._at}" if self._at else "The update of the database"
        if connection.vendor != "sqlite":
            is_whole = self._at is None or self._at.atomic
            left = "it is undone" if is_whole else "what it did so far stays"
            return f"{what} failed ({why}): {left}, and those before it stay."
        copy = f", and a copy from before is {self._copy}" if self._copy else ""
        return f"{what} failed ({why}): the database is as it was{copy}."


@contextmanager
def _together(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Make it one transaction, on SQLite.

    It rebuilds tables, during which foreign keys lead nowhere, and does not heed within
    a transaction that they should not be checked: Django looks itself in the end.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        with transaction.atomic(using=connection.alias):
            yield
    finally:
        connection.enable_constraint_checking()
