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

from chat.backup import archive, files, fitting, soundness, sqlite
from chat.backup.archive import Archive
from chat.backup.disk import sync
from chat.backup.errors import BackupError, Broken
from chat.backup.making import DATABASE
from chat.backup.manifest import Contents, Manifest
from chat.backup.pace import Pace
from chat.logging.reasons import reason
from chat.models import epochs


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
            fitting.require(backup)
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
    staged = settings.CHAT_DATA_DIR / fitting.STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


# --- The files ------------------------------------------------------------------------


def _stage_files(backup: Archive, staged: Path) -> None:
    for number, (part, _) in enumerate(fitting.placed(backup)):
        backup.extract(part, staged / str(number))


def _place_files(backup: Archive, staged: Path) -> None:
    for number, (_, place) in enumerate(fitting.placed(backup)):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (staged / str(number)).replace(place)
        sync(place.parent)
    for part in filter(files.is_stored, backup.manifest.parts):
        backup.extract(part, staged / "stored")
        files.put(part, staged / "stored")


# --- The database ---------------------------------------------------------------------


def _restore_sqlite(backup: Archive, staged: Path) -> None:
    database, place = staged / DATABASE, sqlite.file_of(connection)
    if staged.stat().st_dev != place.parent.stat().st_dev:
        database = place.with_name(fitting.STAGED + place.name)
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
