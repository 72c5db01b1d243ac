"""``manage.py goback``: a SQLite as it was before the last update.

What was there is kept beside it. Clients remember more of the logs than the copy has:
so each log begins a new epoch, if it is not older than those.
"""

import sqlite3
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from chat.models import Conversation
from chat.models.epochs import renew
from chat.updates.alone import alone_in_folder
from chat.updates.copies import NoCopy, put_back
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
            try:
                left = put_back(connection)
            except (NoCopy, OSError, sqlite3.Error) as error:
                raise CommandError(
                    f"The database stays as it is ({error}): end all that uses it, if"
                    " anything does."
                ) from None
            _begin_anew()
        self.stdout.write(
            f"The database is at {Standing.of(connection).last} again, and the other is"
            f" kept as {left}. Take the version before, and start it."
        )


def _begin_anew() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        table = Conversation._meta.db_table
        columns = connection.introspection.get_table_description(cursor, table)
        if "epoch" in {column.name for column in columns}:
            renew()
