"""``manage.py import PATH``: what was exported becomes a part of this site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from chat.backup.ending import end_in_order_on_sigterm
from chat.logging.reasons import reason
from chat.moving import manifest
from chat.moving.errors import MovingError
from chat.moving.foreign.archive import opened
from chat.moving.foreign.arriving import arrive
from chat.moving.foreign.mapping import Mapping
from chat.moving.foreign.opening import KINDS, Wishes, reader_of
from chat.moving.importing import import_site, prepare


class Command(BaseCommand):
    help = (
        "Makes this empty site the one that was exported; or adds what Slack,"
        " Mattermost or Zulip have exported, or logs of IRC, to this site."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="what was exported")
        parser.add_argument(
            "--keep-epochs",
            action="store_true",
            help="the old site was ended before it was exported: its clients go on",
        )
        other = parser.add_argument_group("of another chat")
        other.add_argument("--from", dest="kind", choices=KINDS, help="which it is")
        other.add_argument(
            "--dry-run", action="store_true", help="only say what would come of it"
        )
        other.add_argument(
            "--map", type=Path, metavar="FILE", help="lines of THERE = HERE"
        )
        other.add_argument("--room", default="", help="the channel of a log of IRC")
        other.add_argument("--zone", default="", help="where its clock was")

    def handle(self, *args: Any, **options: Any) -> None:
        end_in_order_on_sigterm()
        try:
            for line in self._import(options):
                self.stdout.write(line)
        except MovingError as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            why = reason(error)
            raise CommandError(f"The database does not take it ({why}).") from None

    def _import(self, options: dict[str, Any]) -> list[str]:
        path = options["path"]
        with opened(path) as archive:
            if manifest.NAME not in archive.files:
                prepare()
                names = {name: options[name] or "" for name in ("kind", "room", "zone")}
                reader = reader_of(archive, Wishes(**names))
                mapping = Mapping.read(options["map"])
                report = arrive(reader, mapping, dry_run=options["dry_run"])
                told = list(report.lines())
                return [*told, "Nothing was done."] if options["dry_run"] else told
        if options["dry_run"]:
            raise MovingError("--dry-run is for what another chat has exported.")
        found = import_site(path, keep_epochs=options["keep_epochs"])
        told = list(manifest.totals(found.files))
        return [f"{', '.join(told)}: all of it is here, as it was there."]
