"""SQLite: a copy of a file that others write into, and what is in such a copy."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db.backends.base.base import BaseDatabaseWrapper

from chat.backup.disk import sync
from chat.backup.errors import BackupError
from chat.backup.manifest import Contents, Table
from chat.backup.pace import Pace

# 512 pages of 4 KiB: 2 MiB.
PAGES_AT_ONCE = 512
# Where a lock is held when it begins; a copy waits for no writer.
BUSY_SECONDS = 20
# What SQLite leaves beside a database.
BESIDE = ("-wal", "-shm", "-journal")


def file_of(connection: BaseDatabaseWrapper) -> Path:
    """Where a SQLite is."""
    return Path(str(connection.settings_dict["NAME"]))


def copy(source: Path, target: Path, pace: Pace) -> None:
    """Copy a database as it is at this moment, whoever writes into it meanwhile.

    All steps see the one snapshot of a transaction that only reads: none begins anew
    because somebody has written, however busy they are. No writer waits for it.

    Raises:
        BackupError: there is no room for it, or the database cannot be read.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with opened(source) as read, opened(target) as written:
            written.execute("PRAGMA journal_mode = OFF")
            written.execute("PRAGMA synchronous = OFF")
            read.execute("BEGIN")
            read.execute("SELECT 1 FROM sqlite_master").fetchone()
            with target.open("rb") as file:

                def breathe(*_: int) -> None:
                    os.fsync(file.fileno())
                    pace.breathe()

                read.backup(written, pages=PAGES_AT_ONCE, progress=breathe)
            read.execute("ROLLBACK")
            # What has gathered meanwhile is for this to move, not for somebody's post.
            read.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            # One file, without a log beside it.
            written.execute("PRAGMA journal_mode = DELETE").fetchall()
        sync(target)
    except BaseException as error:
        remove(target)
        if isinstance(error, sqlite3.Error):
            raise BackupError(f"{source} cannot be copied: {error}.") from None
        raise


def finding(path: Path, *, whole: bool = False) -> str:
    """The first thing that is wrong with a database; nothing: it is sound.

    ``whole``: compare the indexes with their tables, too, and look where keys lead.
    """
    try:
        with opened(path) as database:
            how = "integrity_check" if whole else "quick_check"
            [said] = database.execute(f"PRAGMA {how}(1)").fetchone()
            if said == "ok" and whole:
                lost = database.execute("PRAGMA foreign_key_check").fetchone()
                said = f"a row of {lost[0]} leads nowhere" if lost else "ok"
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == "ok" else str(said).splitlines()[-1]


def contents(path: Path) -> Contents:
    """What is in a database.

    Raises:
        BackupError: it is none of this site's.
    """
    try:
        with opened(path) as database:
            return _contents(database)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is no database of this site: {error}.") from None


def is_empty(path: Path) -> bool:
    """Whether nothing is in it, or it is not even there."""
    if not path.exists() or not path.stat().st_size:
        return True
    with contextlib.suppress(sqlite3.DatabaseError), opened(path) as database:
        return database.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    return False


def remove(path: Path) -> None:
    """Remove a database that nobody has open."""
    for each in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        each.unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """In bytes, with what waits in its log."""
    files = [path, path.with_name(f"{path.name}-wal")]
    return sum(each.stat().st_size for each in files if each.exists())


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to one that is there; no transaction begins by itself."""
    address = f"file:{quote(str(path))}?mode=rw"
    found = sqlite3.connect(
        address, timeout=BUSY_SECONDS, isolation_level=None, uri=True
    )
    with closing(found) as database:
        yield database


def _contents(database: sqlite3.Connection) -> Contents:
    migrations: dict[str, list[str]] = {}
    applied = "SELECT app, name FROM django_migrations ORDER BY id"
    for app, name in database.execute(applied):
        migrations.setdefault(app, []).append(name)
    tables = {}
    for name in _tables(database):
        quoted = name.replace('"', '""')
        count = f'SELECT count(*) FROM "{quoted}"'  # noqa: S608
        tables[name] = Table(database.execute(count).fetchone()[0])
    heads = dict(database.execute("SELECT id, head FROM chat_conversation"))
    return Contents(migrations=migrations, tables=tables, heads=heads)


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(name for [name] in rows if not name.startswith("sqlite_"))
