"""``manage.py files``: what files there are, and whether all of them are there."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Sum

from chat.files.models import File
from chat.files.sweep import check
from chat.files.threads import StorageAway
from chat.logging.counted import counted
from chat.logging.reasons import reason
from chat.text.size import size_of


class Command(BaseCommand):
    help = "Tells how many files people have shared, and how much room they take."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="compare the database and the storage, and fail where they differ",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        whole = File.objects.exclude(sha256="")
        there = whole.values("sha256", "size").distinct()
        much = there.aggregate(contents=Count("sha256"), size=Sum("size"))
        files, contents = counted(whole.count(), "file"), much["contents"]
        size = size_of(int(much["size"] or 0))
        kept = counted(contents, "content")
        self.stdout.write(f"{files}; {kept} in the storage, {size}.")
        if check:
            self._check()

    def _check(self) -> None:
        try:
            found = check()
        except StorageAway as away:
            why = reason(away.__cause__)
            raise CommandError(f"The storage does not answer: {why}.") from None
        for name in found.left:
            self.stdout.write(f"{name} is of no file: it goes by itself.")
        for file in found.lacking:
            self.stdout.write(
                f"{file.pk} ({file.name}, of person {file.owner_id}) has no content:"
                f" {file.content} is not there, or is of another size."
            )
        if found.lacking:
            raise CommandError(f"{counted(len(found.lacking), 'file')} cannot be read.")
        self.stdout.write("All of them are there.")
