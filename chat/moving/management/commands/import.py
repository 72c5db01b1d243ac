"""``manage.py import PATH``: what was exported becomes a part of this site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from chat.moving.errors import MovingError
from chat.moving.importing import import_site
from chat.moving.manifest import totals


class Command(BaseCommand):
    help = "Makes this empty site the one that manage.py export has written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="what was exported")
        parser.add_argument(
            "--keep-epochs",
            action="store_true",
            help="the old site was ended before it was exported: its clients go on",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = import_site(options["path"], keep_epochs=options["keep_epochs"])
        except MovingError as error:
            raise CommandError(str(error)) from None
        told = ", ".join(totals(manifest.files))
        self.stdout.write(f"{told}: all of it is here, as it was there.")
