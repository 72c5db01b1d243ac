"""``manage.py reindex``: the index that the search asks, made anew."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.logging.reasons import reason
from chat.search.reindexing import reindex

TOLD_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Makes the index anew that the search asks, while the site runs; what was ended"
        " early goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anew",
            action="store_true",
            help="throw away first what is there: less is found until this is done",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._told_at = monotonic()
        try:
            failed = reindex(self._tell, anew=options["anew"])
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot do it ({reason(error)})."
            ) from None
        if failed:
            raise CommandError(f"{failed} logs could not be read: see the log above.")
        self.stdout.write("All that was said is in the index.")

    def _tell(self, done: int, total: int) -> None:
        if monotonic() - self._told_at >= TOLD_SECONDS:
            self._told_at = monotonic()
            self.stdout.write(f"{done:,} of {total:,} ({done / total:.0%})")
