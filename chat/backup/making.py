"""A backup of the site while it runs."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chat import VERSION
from chat.backup import archive, files, sqlite
from chat.backup.archive import Draft
from chat.backup.errors import BackupError
from chat.backup.manifest import Contents, Manifest
from chat.backup.pace import Pace

DATABASE = "database.sqlite3"
KEY = "secret_key"
# Of what the database takes: a copy of it and the archive; of PostgreSQL the archive.
ROOM = {"sqlite": 1.5, "postgresql": 0.5}


def make(path: Path, pace: Pace) -> Manifest:
    """Write a backup of the site to a new file.

    Raises:
        BackupError: it cannot be made; nothing is left of it.
    """
    if connection.vendor not in ROOM:
        raise BackupError("A backup is made of SQLite and of PostgreSQL alone.")
    if settings.SECRET_KEY_IS_NEW:
        # Log-ins would not be valid where this key came back.
        raise BackupError(
            f"{settings.CHAT_DATA_DIR} is of no site yet: name its data folder in"
            " CHAT_DATA_DIR, or start it once."
        )
    _require_room(path.parent)
    made = timezone.now()
    with archive.writing(path, pace) as draft:
        contents = _copy_database(draft)
        if "chat" not in contents.migrations:
            raise BackupError("There is no site yet: start it once.")
        draft.add(KEY, [settings.SECRET_KEY.encode()])
        for name, chunks in files.found():
            draft.add(name, chunks)
        manifest = Manifest(
            version=VERSION,
            made=made,
            database=connection.vendor,
            contents=contents,
            parts=draft.parts,
        )
        draft.finish(manifest)
    return manifest


def _copy_database(draft: Draft) -> Contents:
    if connection.vendor == "postgresql":
        # It is imported where it is needed: SQLite needs no psycopg.
        from chat.backup import postgres

        return postgres.dump(draft)
    if not sqlite.file_of(connection).exists():
        raise BackupError("There is no site yet: start it once.")
    sqlite.copy(sqlite.file_of(connection), draft.beside, draft.pace)
    if found := sqlite.finding(draft.beside):
        # It would take the place of one that is sound.
        raise BackupError(
            f"The database is damaged ({found}): no backup is made of it."
        )
    contents = sqlite.contents(draft.beside)
    draft.add_file(DATABASE, draft.beside)
    draft.beside.unlink()
    return contents


def _require_room(folder: Path) -> None:
    """What fills the disk would hinder the site."""
    needed = _database_size() * ROOM[connection.vendor]
    try:
        needed += files.size()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}.") from None
    if free < needed:
        raise BackupError(
            f"There is no room for a backup in {folder}: {_mb(needed)} may be needed,"
            f" and {_mb(free)} are free."
        )


def _database_size() -> int:
    """In bytes."""
    if connection.vendor == "postgresql":
        from chat.backup import postgres

        return postgres.size()
    return sqlite.size_of(sqlite.file_of(connection))


def _mb(count: float) -> str:
    return f"{count / 1e6:,.1f} MB"
