"""``manage.py goback``: a SQLite as it was before the last update.

What was there is kept beside it. Clients remember more of the logs than the copy has:
so each log begins a new epoch, if it is not older than those.
"""

import sqlite3
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from chat.backup.restoring import connected_to
from chat.models import Conversation
from chat.models.epochs import renew
from chat.updates.alone import alone_in_folder
from chat.updates.copies import newest_copy, put_back
from chat.updates.standing import Standing


class Command(BaseCommand):
    help = "Puts the copy from before the last update in the place of the database."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "Of a PostgreSQL no copy is kept: restore a backup of your own."
            )
        with alone_in_folder():
            if (copy := newest_copy(connection)) is None:
                raise CommandError("There is no copy from before an update.")
            try:
                # First: once it is in its place it is whole.
                _begin_anew(copy)
                left = put_back(connection, copy)
            except (DatabaseError, OSError, sqlite3.Error) as error:
                raise CommandError(
                    f"The database stays as it is ({error}): end all that uses it, if"
                    " anything does."
                ) from None
        self.stdout.write(
            f"The database is at {Standing.of(connection).last} again, and the other is"
            f" kept as {left}. Take the version before, and start it."
        )


def _begin_anew(copy: Path) -> None:
    with connected_to(copy), transaction.atomic(), connection.cursor() as cursor:
        table = Conversation._meta.db_table
        columns = connection.introspection.get_table_description(cursor, table)
        if "epoch" in {column.name for column in columns}:
            renew()
