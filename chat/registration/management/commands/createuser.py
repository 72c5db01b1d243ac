"""``manage.py createuser``: an account, by the word of whoever runs the site."""

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.logging.audit import audit
from chat.logging.reasons import reason
from chat.models import User
from chat.wire.errors import ChatError


class Command(BaseCommand):
    help = (
        "Makes an account, whoever may make one by the site. Its password is that of"
        " CHAT_PASSWORD, or asked for; any will do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--staff", action="store_true", help="one who moderates the whole site"
        )

    def handle(self, *args: Any, name: str, staff: bool, **options: Any) -> None:
        password = os.environ.get("CHAT_PASSWORD") or _asked()
        try:
            user = User.objects.sign_up(name, password, is_staff=staff)
        except ChatError as error:
            raise CommandError(error.detail) from None
        except DatabaseError as error:
            text = f"The database cannot do it ({reason(error)})."
            raise CommandError(text) from None
        audit("account made", whom=user.name)
        self.stdout.write(f"{user.name} can log in now.")


def _asked() -> str:
    if not sys.stdin.isatty():
        raise CommandError(
            "Nobody is there to be asked for a password: set CHAT_PASSWORD."
        )
    password = getpass("Password: ")
    if not password:
        raise CommandError("Without a password nobody can log in.")
    if getpass("Password again: ") != password:
        raise CommandError("The two passwords are not the same.")
    return password
