"""``manage.py beginanew``: the database came back by other means than ``restore``."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from chat.backup import soundness
from chat.logging.reasons import reason
from chat.models import epochs


class Command(BaseCommand):
    help = "Has all clients begin anew with each log: it was put back to an older copy."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor == "sqlite" and soundness.is_in_use():
            raise CommandError("The site is running: end it first.")
        try:
            with transaction.atomic():
                epochs.renew()
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be used: {reason(error)}."
            ) from None
        self.stdout.write("Each log begins anew: start the site.")
