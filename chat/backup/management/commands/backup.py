"""``manage.py backup FILE``: the whole site in one file, while it runs."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.backup import folder
from chat.backup.beside import stand_back
from chat.backup.ending import end_in_order_on_sigterm
from chat.backup.errors import BackupError
from chat.backup.making import make
from chat.backup.pace import Pace
from chat.logging.counted import counted
from chat.logging.reasons import reason

# Rests for each second that it works.
REST = 0.5


class Command(BaseCommand):
    help = "Writes a backup of the whole site into one file, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a new file, or a folder that is there"
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help=SUPPRESS,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        end_in_order_on_sigterm()
        stand_back(with_parent=options["with_parent"])
        path: Path = options["file"].resolve()
        if path.is_dir():
            path = folder.new_in(path)
        try:
            manifest = make(path, Pace(REST))
        except BackupError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be read: {reason(error)}."
            ) from None
        contents = manifest.contents
        rows = sum(table.rows for table in contents.tables.values())
        self.stdout.write(
            f"{path}: {path.stat().st_size / 1e6:,.1f} MB,"
            f" {counted(len(contents.heads), 'conversation')}, {counted(rows, 'row')}."
        )
