"""``manage.py retain``: what is older than the site keeps it, counted or taken away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.journal.reasons import reason
from chat.models import Conversation
from chat.retention import keeping


class Command(BaseCommand):
    help = (
        "Takes away what was said before CHAT_KEEP_DAYS, while the site runs, which"
        " does so itself every hour. With --dry-run it only says how much that is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go, and keep it"
        )
        parser.add_argument(
            "--days", type=float, help="as if CHAT_KEEP_DAYS were that; dry only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._retain(dry=options["dry_run"], days=options["days"])
        except DatabaseError as error:
            text = f"The database cannot do it ({reason(error)})."
            raise CommandError(text) from None

    def _retain(self, *, dry: bool, days: float | None) -> None:
        if days is not None and not (dry and days > 0):
            raise CommandError("--days is for --dry-run, and more than 0.")
        before = keeping.limit(days=days)
        if before is None:
            raise CommandError("CHAT_KEEP_DAYS is 0: all is kept.")
        total = 0
        for place, messages in list(keeping.count(before)):
            total += messages
            self.stdout.write(f"{_name(place)}: {messages:,}")
            while not dry and keeping.step(place.pk, before):
                pass
        how = "would go" if dry else "are gone"
        self.stdout.write(f"{total:,} messages of before {before:%Y-%m-%d} {how}.")


def _name(place: Conversation) -> str:
    # Who talks to whom in private is not the operator's to read in passing.
    return str(place) if place.is_room else f"private talk {place.pk}"
