"""``manage.py retain``: what is older than the site keeps it, counted or taken away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.logging.reasons import reason
from chat.models import Conversation
from chat.retention import keeping


class Command(BaseCommand):
    help = (
        "Takes away what is older than CHAT_KEEP_DAYS, or than its room keeps it, while"
        " the site runs, which does so itself every hour. With --dry-run it only says"
        " how much that is."
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
        limits = keeping.limits(days=days)
        if not limits.days and not Conversation.objects.filter(keep__gt=0).exists():
            raise CommandError("CHAT_KEEP_DAYS is 0, and all rooms keep all.")
        total = 0
        for place, messages, before in list(keeping.count(limits)):
            total += messages
            row = f"{_name(place)}: {messages:,} of before {before:%Y-%m-%d}"
            self.stdout.write(row)
            while not dry and keeping.step(place.pk, limits):
                pass
        how = "would go" if dry else "are gone"
        self.stdout.write(f"{total:,} messages {how}.")


def _name(place: Conversation) -> str:
    # Who talks to whom in private is not the operator's to read in passing.
    return str(place) if place.is_room else f"private talk {place.pk}"
