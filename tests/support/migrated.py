"""What a site begins with in a test: a database that lacks no migration.

Most of a first start is migrating, and hundreds of tests start a site.
"""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

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
    """Put a copy where a site would make its database, if there is none."""
    database = folder / "chat.sqlite3"
    if _template is None or "DATABASE_URL" in environment or database.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(_template, database)
    database.chmod(0o600)
