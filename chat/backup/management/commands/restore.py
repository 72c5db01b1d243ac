"""``manage.py restore FILE``: a backup becomes a site again."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from chat.backup.ending import end_in_order_on_sigterm
from chat.backup.errors import BackupError
from chat.backup.restoring import restore
from chat.logging.counted import counted


class Command(BaseCommand):
    help = "Makes a site of a backup, in an empty data folder or an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a backup")

    def handle(self, *args: Any, **options: Any) -> None:
        end_in_order_on_sigterm()
        try:
            manifest = restore(options["file"].resolve())
        except BackupError as error:
            raise CommandError(str(error)) from None
        rows = sum(table.rows for table in manifest.contents.tables.values())
        self.stdout.write(
            f"Restored as of {manifest.made:%Y-%m-%d %H:%M:%S} UTC:"
            f" {counted(rows, 'row')} of"
            f" {counted(len(manifest.contents.heads), 'conversation')}."
        )
        if os.environ.get("SECRET_KEY"):
            self.stdout.write(
                "SECRET_KEY is set here and counts: where it is not that of the backup,"
                " everybody has to log in anew."
            )
