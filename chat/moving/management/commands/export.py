"""``manage.py export PATH``: the whole site as lines of JSON, or one person's part."""

from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.backup.beside import stand_back
from chat.backup.ending import end_in_order_on_sigterm
from chat.logging.reasons import reason
from chat.models import User
from chat.moving.errors import MovingError
from chat.moving.exporting import export_site
from chat.moving.manifest import totals
from chat.moving.personal import export_person
from chat.wire.errors import NoSuchUser

SECRETS = (
    "It has the hashes of all passwords, all log-ins and all private words: it is for"
    " your eyes alone, as its mode says."
)
KEY = "It has the secret key, too: whoever has it can come in as anybody."


class Command(BaseCommand):
    help = "Writes everything that the site keeps to a folder, or to a file NAME.zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder to be made, or NAME.zip")
        parser.add_argument(
            "--person", metavar="NAME", help="only what that person may read, or wrote"
        )
        parser.add_argument("--with-parent", action="store_true", help=SUPPRESS)
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="the key too, so that log-ins stay good where it is imported",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        end_in_order_on_sigterm()
        if options["with_parent"]:
            stand_back(with_parent=True)
        path, name = options["path"], options["person"]
        try:
            if name:
                manifest = export_person(User.objects.named(name), path)
            else:
                manifest = export_site(path, with_key=options["with_secret_key"])
        except (MovingError, NoSuchUser) as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            why = reason(error)
            raise CommandError(f"The database cannot be read ({why}).") from None
        self.stdout.write(f"{path}: {', '.join(totals(manifest.files))}.")
        if not name:
            self.stdout.write(KEY if options["with_secret_key"] else SECRETS)
