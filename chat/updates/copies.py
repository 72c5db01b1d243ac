"""A SQLite database as it was before it was migrated, beside it: the last two."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.timezone import now

from chat import VERSION
from chat.backup import sqlite
from chat.backup.archive import sync_folder
from chat.backup.errors import BackupError
from chat.backup.pace import Pace

KEPT = 2


class NoCopy(Exception):
    """There is none, or none that could be made; the text says why."""


def keep_copy(connection: BaseDatabaseWrapper, last: str) -> Path:
    """Copy what is committed; ``last`` names its last migration.

    Raises:
        NoCopy: there is no room, or no permission.
    """
    source = file_of(connection)
    name = f"{source.name}.before-{VERSION}-at-{last}-{now():%Y%m%dT%H%M%SZ}"
    copy, draft = source.with_name(name), source.with_name(f"{source.name}.draft")
    try:
        sqlite.remove(draft)  # of somebody who was killed
        sqlite.copy(source, draft, Pace(0))
        draft.replace(copy)
        sync_folder(copy.parent)
        for old in _copies(source)[:-KEPT]:
            old.unlink()
    except (OSError, BackupError) as error:
        draft.unlink(missing_ok=True)
        raise NoCopy(error) from error
    return copy


def file_of(connection: BaseDatabaseWrapper) -> Path:
    """Where a SQLite is."""
    return Path(str(connection.settings_dict["NAME"]))


def newest_copy(connection: BaseDatabaseWrapper) -> Path | None:
    """The last that was kept, if there is one."""
    if connection.vendor != "sqlite":
        return None
    return next(reversed(_copies(file_of(connection))), None)


def put_back(connection: BaseDatabaseWrapper) -> Path:
    """Put the newest copy in the database's place; return where the database is now.

    Raises:
        NoCopy: there is none.
        sqlite3.Error: the database is in use.
    """
    copy, source = newest_copy(connection), file_of(connection)
    if copy is None:
        raise NoCopy("there is no copy from before an update")
    connection.close()
    with closing(sqlite3.connect(source, timeout=0)) as last:
        # What its log has becomes a part of it; nobody else may have it open for that.
        last.execute("PRAGMA journal_mode = DELETE").fetchall()
    left = source.with_name(f"{source.name}.left-{now():%Y%m%dT%H%M%SZ}")
    source.replace(left)
    copy.replace(source)
    sync_folder(source.parent)
    return left


def _copies(source: Path) -> list[Path]:
    """The oldest first."""
    found = source.parent.glob(f"{source.name}.before-*")
    return sorted(found, key=lambda copy: copy.name.rpartition("-")[2])
