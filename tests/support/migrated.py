"""What a site begins with in a test: a database that lacks no migration, and its files.

Most of a first start is migrating and compressing, and hundreds of tests start a site.
"""

import fcntl
import shutil
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from chat.web.files import collected

# The page's files, as ``serve`` lays them down.
FILES = Path(__file__).parents[2] / ".cache" / "static"
_template: Path | None = None


def keep(database: sqlite3.Connection, folder: Path) -> None:
    """Copy this database, which has in it what its migrations have put there."""
    global _template
    path = folder / "migrated.sqlite3"
    copy = sqlite3.connect(path)
    database.backup(copy)
    copy.close()
    _template = path


def lay(folder: Path, environment: dict[str, Any]) -> None:
    """Put copies where a site would make its database and files, if it has none."""
    lay_files(folder)
    database = folder / "chat.sqlite3"
    if _template is None or "DATABASE_URL" in environment or database.exists():
        return
    shutil.copyfile(_template, database)
    database.chmod(0o600)


def lay_files(folder: Path) -> None:
    """Put the page's files where a site would lay them down, if it has none."""
    static = folder / "static"
    if static.exists():
        return
    FILES.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A program of the tests' own has no settings: the first of its sites does it.
    if settings.configured:
        _collect()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    static.symlink_to(FILES)


@cache
def _collect() -> None:
    with (FILES.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of all that begin at once, one makes them
        collected.collect(FILES)
