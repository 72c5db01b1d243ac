"""Whether a backup fits here: its version, its database, and nothing in its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from chat.backup import files, soundness, sqlite
from chat.backup.archive import Archive
from chat.backup.errors import BackupError
from chat.backup.making import KEY

STAGED = ".restoring"
# What may be in a folder that is empty otherwise: none of it is the site's words.
NOTHING = {
    STAGED,
    "valkey",
    "figures",
    "lost+found",
    "damage.lock",
    "database.lock",
    "running.lock",
}
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def require(backup: Archive) -> None:
    """Make sure that it may be restored here.

    Raises:
        BackupError: it may not.
    """
    _require_known(backup)
    _require_empty(backup)
    _require_room(backup)


def placed(backup: Archive) -> Iterator[tuple[str, Path]]:
    """Parts that are files of the data folder, and where they belong."""
    for part in backup.manifest.parts:
        if part.startswith(files.FOLDER) and not files.is_stored(part):
            yield part, files.place(part, settings.CHAT_DATA_DIR)
        elif part == KEY:
            yield part, settings.CHAT_DATA_DIR / KEY


def _require_known(backup: Archive) -> None:
    manifest = backup.manifest
    if manifest.database != connection.vendor:
        made, here = VENDORS.get(manifest.database, "?"), VENDORS[connection.vendor]
        raise BackupError(
            f"{backup.path} is of {made}, and this site is to be on {here}: see"
            " DATABASE_URL."
        )
    known = MigrationLoader(None).disk_migrations or {}
    for app, names in manifest.contents.migrations.items():
        if any((app, name) not in known for name in names):
            raise BackupError(
                f"{backup.path} was made by a newer version ({manifest.version}):"
                " restore it with that one."
            )


def _require_room(backup: Archive) -> None:
    """Beside what is there: what is put together fills no disk."""
    parts = backup.manifest.parts
    # One of what goes elsewhere lies here at a time.
    parts = {part: parts[part] for part in parts if not files.is_stored(part)}
    if connection.vendor == "postgresql":  # which has the rows elsewhere
        parts = {part: parts[part] for part, _ in placed(backup)}
    needed = sum(part.size for part in parts.values())
    free = shutil.disk_usage(settings.CHAT_DATA_DIR).free
    if needed > free:
        raise BackupError(
            f"There is no room for {backup.path} in {settings.CHAT_DATA_DIR}: it takes"
            f" {needed / 1e6:,.1f} MB, and {free / 1e6:,.1f} are free."
        )


# --- Whether it is empty --------------------------------------------------------------


def _require_empty(backup: Archive) -> None:
    for part, place in placed(backup):
        if place.exists() and not _is_same(backup, part, place):
            raise BackupError(f"{place} is there already: restore elsewhere.")
    if connection.vendor == "postgresql":
        from chat.backup import postgres

        if there := postgres.relations():
            raise BackupError(
                f"The database is not empty (it has {there[0]}): make a new one."
            )
    else:
        _require_empty_folder(backup)


def _is_same(backup: Archive, part: str, place: Path) -> bool:
    if not place.is_file():
        return False
    with place.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return digest == backup.manifest.parts[part].sha256


def _require_empty_folder(backup: Archive) -> None:
    database, folder = sqlite.file_of(connection), Path(settings.CHAT_DATA_DIR)
    if soundness.is_in_use():
        raise BackupError(f"A site is running on {folder}: end it first.")
    if not sqlite.is_empty(database):
        raise BackupError(
            f"There is a database already, {database}: name an empty folder in"
            " CHAT_DATA_DIR."
        )
    may_be = {folder / name for name in NOTHING}
    may_be |= {backup.path, Path(settings.CHAT_BACKUP_DIR)}
    may_be |= {database.with_name(database.name + end) for end in ("", *sqlite.BESIDE)}
    # A restore that was killed has put them there: they are the same.
    may_be |= {place for _, place in placed(backup)}
    ways = {way for each in may_be for way in each.parents}
    for found in _others(folder, may_be, ways):
        raise BackupError(
            f"{folder} is not empty (it has {found.relative_to(folder)}): name an empty"
            " folder in CHAT_DATA_DIR."
        )


def _others(folder: Path, may_be: set[Path], ways: set[Path]) -> Iterator[Path]:
    """What else is in a folder; ``ways`` are the folders that lead to what may be."""
    for found in sorted(folder.iterdir()):
        if found in ways and found.is_dir():
            yield from _others(found, may_be, ways)
        elif found not in may_be:
            yield found
