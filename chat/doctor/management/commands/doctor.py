"""``manage.py doctor``: what is wrong with this site, and what to do."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management import BaseCommand

from chat.doctor.checks import examine
from chat.doctor.finding import OK, WRONG, Asked


class Command(BaseCommand):
    help = "Looks at what the site stands on; says what is wrong and what to do."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--url", default="", help="the site's public address: it is asked there"
        )
        parser.add_argument(
            "--tls", nargs=2, metavar=("CERT", "KEY"), help="as serve is given them"
        )
        parser.add_argument("--workers", type=int, default=1, help="as of serve")
        parser.add_argument(
            "--quiet",
            type=_seconds,
            default=20.0,
            metavar="SECONDS",
            help="for so long a WebSocket is quiet before it is pinged, as by the site",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        pair = options["tls"] and (options["tls"][0], options["tls"][1])
        wanted = options["url"], pair, options["workers"], options["quiet"]
        found = list(examine(Asked(*wanted)))
        if options["json"]:
            told = [each._asdict() for each in found]
            self.stdout.write(json.dumps({"findings": told}, indent=1))
        else:
            for level, subject, said, do in found:
                what = f"{level:8}{subject}: {said}"
                self.stdout.write(what + (f". {do}" if do and level != OK else ""))
        if any(each.level == WRONG for each in found):
            sys.exit(1)


def _seconds(typed: str) -> float:
    seconds = float(typed)
    if not 0 <= seconds <= 3600:
        raise ArgumentTypeError("from 0 to 3600 seconds")
    return seconds
