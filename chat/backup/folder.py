"""The folder of the site's own backups: what they are called, and how many stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from chat.backup import archive
from chat.site import command

PATTERN = "chatsite-*.zip"
# As in 20261126T231500: to the second, and in order.
MOMENT = "%Y%m%dT%H%M%S"


def new_in(folder: Path) -> Path:
    """What the next backup there is called: by the time, so that names are in order."""
    return folder / f"chatsite-{timezone.now():{MOMENT}.%fZ}.zip"


def prepare() -> Path:
    """Make the folder; remove what somebody who was killed has left there.

    Raises:
        OSError: it cannot be made.
    """
    folder = Path(settings.CHAT_BACKUP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    archive.sweep(folder)
    return folder


def kept() -> list[Path]:
    """The site's own backups, the oldest first."""
    return in_order(Path(settings.CHAT_BACKUP_DIR).glob(PATTERN))


def in_order(files: Iterable[Path]) -> list[Path]:
    """By the moments that their names end with, the oldest first.

    What is of a time to come was made while the clock was wrong: that is older than all
    others, so that none of it outlives what is made now.
    """
    now = f"{timezone.now():{MOMENT}}"

    def age(file: Path) -> tuple[bool, str]:
        moment = file.name.rpartition("-")[2]
        return moment[: len(now)] <= now, moment

    return sorted(files, key=age)


def thin_out() -> None:
    """Remove the oldest, once a newer one is there that was found to be whole."""
    for old in kept()[: -settings.CHAT_BACKUP_KEEP]:
        old.unlink(missing_ok=True)


def advice() -> str:
    """What an operator does whose database is lost."""
    if not (found := kept()):
        return f"There is no backup in {settings.CHAT_BACKUP_DIR}."
    newest = found[-1]
    made = datetime.fromtimestamp(newest.stat().st_mtime).astimezone()
    return (
        f"The newest backup is {newest} of {made:%Y-%m-%d %H:%M}: end the site, and run"
        f" with an empty folder in CHAT_DATA_DIR: {command('restore', str(newest))}"
    )
