"""What a site begins with in a test: a database that lacks no migration, and its files.

Most of a first start is migrating and compressing, and hundreds of tests start a site.
"""

import shutil
import sqlite3
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
    _lay_files(folder / "static")
    database = folder / "chat.sqlite3"
    if _template is None or "DATABASE_URL" in environment or database.exists():
        return
    shutil.copyfile(_template, database)
    database.chmod(0o600)


def _lay_files(static: Path) -> None:
    # A program of the tests' own has no settings: its sites lay their own files down.
    if settings.configured and not static.exists():
        FILES.parent.mkdir(exist_ok=True)
        collected.collect(FILES)
        static.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        static.symlink_to(FILES)
