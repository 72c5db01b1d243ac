"""A SQLite database as it was before it was migrated, beside it: the last two."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.timezone import now

from chat import VERSION
from chat.backup import sqlite
from chat.backup.disk import sync
from chat.backup.errors import BackupError
from chat.backup.folder import MOMENT, in_order
from chat.backup.pace import Pace
from chat.backup.sqlite import file_of

KEPT = 2


class NoCopy(Exception):
    """There is none, or none that could be made; the text says why."""


def keep_copy(connection: BaseDatabaseWrapper, last: str) -> Path:
    """Copy what is committed; ``last`` names its last migration.

    Raises:
        NoCopy: there is no room, or no permission.
    """
    source = file_of(connection)
    name = f"{source.name}.before-{VERSION}-at-{last}-{now():{MOMENT}Z}"
    copy, draft = source.with_name(name), source.with_name(f"{source.name}.draft")
    try:
        sqlite.remove(draft)  # of somebody who was killed
        sqlite.copy(source, draft, Pace(0))
        draft.replace(copy)
        sync(copy.parent)
        for old in _copies(source)[:-KEPT]:
            old.unlink()
    except (OSError, BackupError) as error:
        draft.unlink(missing_ok=True)
        raise NoCopy(str(error).rstrip(".")) from error
    return copy


def newest_copy(connection: BaseDatabaseWrapper) -> Path | None:
    """The last that was kept, if there is one."""
    if connection.vendor != "sqlite":
        return None
    return next(reversed(_copies(file_of(connection))), None)


def put_back(connection: BaseDatabaseWrapper, copy: Path) -> Path:
    """Put a copy in the database's place; return where the database is now.

    Raises:
        sqlite3.Error: the database is in use.
    """
    source = file_of(connection)
    connection.close()
    with closing(sqlite3.connect(source, timeout=0)) as last:
        # What its log has becomes a part of it; nobody else may have it open for that.
        last.execute("PRAGMA journal_mode = DELETE").fetchall()
    left = source.with_name(f"{source.name}.left-{now():{MOMENT}Z}")
    # At no moment there is none: a site that starts would make a new one.
    os.link(source, left)
    copy.replace(source)
    sync(source.parent)
    return left


def _copies(source: Path) -> list[Path]:
    """The oldest first."""
    found = source.parent.glob(f"{source.name}.before-*")
    return in_order(each for each in found if not each.name.endswith(sqlite.BESIDE))
