"""A backup becomes a site again: in an empty folder, or an empty database.

Everything is put together and looked at beside its place: in files that nobody knows
yet, or in one transaction. Only then it takes its place, the database last.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from chat.backup import archive, files, soundness, sqlite
from chat.backup.archive import Archive
from chat.backup.disk import sync
from chat.backup.errors import BackupError, Broken
from chat.backup.making import DATABASE, KEY
from chat.backup.manifest import Contents, Manifest
from chat.backup.pace import Pace
from chat.journal.reasons import reason
from chat.models import epochs

STAGED = ".restoring"
# What may be in a folder that is empty otherwise: none of it is the site's words.
NOTHING = {
    KEY,
    STAGED,
    "valkey",
    "figures",
    "lost+found",
    "damage.lock",
    "database.lock",
    "running.lock",
}
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(path: Path) -> Manifest:
    """Make a site of a backup.

    Raises:
        BackupError: it is not to be had; nothing has changed.
    """
    try:
        with (
            _alone(),
            archive.reading(path, Pace(0)) as backup,
            _staged() as staged,
        ):
            _require_fitting(backup)
            _require_empty(backup)
            _require_room(backup)
            _stage_files(backup, staged)
            if connection.vendor == "postgresql":
                _restore_postgres(backup, staged)
            else:
                _restore_sqlite(backup, staged)
            return backup.manifest
    except OSError as error:
        why = error.strerror or reason(error)
        raise BackupError(f"{path} cannot be restored: {why}.") from None
    except DatabaseError as error:
        why = reason(error)
        raise BackupError(f"The database cannot be restored: {why}.") from None


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else restores into this folder."""
    folder = os.open(settings.CHAT_DATA_DIR, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"{settings.CHAT_DATA_DIR} is being restored.") from None
    finally:
        os.close(folder)


@contextmanager
def _staged() -> Iterator[Path]:
    """A folder for what is put together; what is left of an earlier try goes."""
    # Beside the database, so that this is renamed and not copied.
    staged = settings.CHAT_DATA_DIR / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


# --- What may be restored, and where --------------------------------------------------


def _require_fitting(backup: Archive) -> None:
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


def _require_empty(backup: Archive) -> None:
    for part, place in _files(backup):
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
    for found in sorted(folder.iterdir()):
        if found not in may_be:
            raise BackupError(
                f"{folder} is not empty (it has {found.name}): name an empty folder in"
                " CHAT_DATA_DIR."
            )


def _require_room(backup: Archive) -> None:
    """Beside what is there: what is put together fills no disk."""
    parts = dict(backup.manifest.parts)
    if connection.vendor == "postgresql":  # which has the rows elsewhere
        parts = {part: parts[part] for part, _ in _files(backup)}
    needed = sum(part.size for part in parts.values())
    free = shutil.disk_usage(settings.CHAT_DATA_DIR).free
    if needed > free:
        raise BackupError(
            f"There is no room for {backup.path} in {settings.CHAT_DATA_DIR}: it takes"
            f" {needed / 1e6:,.1f} MB, and {free / 1e6:,.1f} are free."
        )


def _is_same(backup: Archive, part: str, place: Path) -> bool:
    return place.is_file() and place.read_bytes() == backup.read(part)


# --- The files ------------------------------------------------------------------------


def _files(backup: Archive) -> Iterator[tuple[str, Path]]:
    """Parts that are files, and where they belong."""
    for part in backup.manifest.parts:
        if part.startswith(files.FOLDER):
            yield part, files.place(part, settings.CHAT_DATA_DIR)
        elif part == KEY:
            yield part, settings.CHAT_DATA_DIR / KEY


def _stage_files(backup: Archive, staged: Path) -> None:
    for number, (part, _) in enumerate(_files(backup)):
        backup.extract(part, staged / str(number))


def _place_files(backup: Archive, staged: Path) -> None:
    for number, (_, place) in enumerate(_files(backup)):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (staged / str(number)).replace(place)
        sync(place.parent)


# --- The database ---------------------------------------------------------------------


def _restore_sqlite(backup: Archive, staged: Path) -> None:
    database, place = staged / DATABASE, sqlite.file_of(connection)
    if staged.stat().st_dev != place.parent.stat().st_dev:
        database = place.with_name(STAGED + place.name)
        sqlite.remove(database)
    try:
        backup.extract(DATABASE, database)
        _require_same(backup, sqlite.contents(database))
        if found := sqlite.finding(database, whole=True):
            raise Broken(f"The database in {backup.path} is damaged: {found}.")
        with connected_to(database):
            call_command("migrate", interactive=False, verbosity=0)
            with transaction.atomic():
                epochs.renew()
        sync(database)
        _place_files(backup, staged)
        sqlite.remove(place)  # an empty one, if any
        # Not over one that somebody has begun meanwhile.
        os.link(database, place)
        sync(place.parent)
        soundness.note_clean()
    finally:
        for left in database.parent.glob(f"{database.name}*"):
            left.unlink()


def _restore_postgres(backup: Archive, staged: Path) -> None:
    from chat.backup import postgres

    # One transaction for all: it locks each table and index once, some hundreds of the
    # thousands that a server has room for, and none of the rows for itself.
    with transaction.atomic():
        _migrate(_last_of(backup.manifest.contents))
        postgres.load(backup)
        _require_same(backup, postgres.contents())
        _migrate(None)
        epochs.renew()
        _place_files(backup, staged)
    # Only what it tells others after migrating is left for it.
    call_command("migrate", interactive=False, verbosity=0)


def _require_same(backup: Archive, found: Contents) -> None:
    kept = backup.manifest.contents
    rows = {name: table.rows for name, table in kept.tables.items()}
    if (
        rows != {name: table.rows for name, table in found.tables.items()}
        or found.heads != kept.heads
        or found.migrations != kept.migrations
    ):
        raise Broken(f"{backup.path} does not have what it says it has.")


@contextmanager
def connected_to(path: Path) -> Iterator[None]:
    """Have Django use another SQLite database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _last_of(contents: Contents) -> list[tuple[str, str]]:
    """The migrations that lead to all that were applied."""
    applied = {
        (app, name) for app, names in contents.migrations.items() for name in names
    }
    graph = MigrationLoader(None).graph
    followed = {
        parent.key
        for each in applied
        if each in graph.node_map
        for parent in graph.node_map[each].parents
        if parent.key[0] == each[0]
    }
    return sorted(applied & set(graph.node_map) - followed)


def _migrate(targets: list[tuple[str, str]] | None) -> None:
    """In the transaction that is open; None: to what this version has."""
    executor = MigrationExecutor(connection, _settle)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


def _settle(action: str, *_: object) -> None:
    # What one migration has stored, and is to be checked at the end of the transaction,
    # would forbid the next to change that table.
    if action == "apply_success":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
