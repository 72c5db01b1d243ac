"""An export becomes a site again: in an empty database, of either kind.

It is looked through first, line by line: nothing is stored of one that was altered. It
is stored in steps, each of which is one transaction with how far it has come: whoever
was killed goes on there, and nothing is there twice. At last every line is made anew
out of the database, and has to be the very line that was read.
"""

from __future__ import annotations

import os
from base64 import b64decode
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from chat.backup import files
from chat.backup.disk import sync
from chat.backup.errors import BackupError
from chat.models import LOBBY, Conversation, Message, User, epochs
from chat.models.tables import bulk
from chat.moving import counters
from chat.moving.boxes import Box, unpack
from chat.moving.chain import Chain, checked, linked, require_end
from chat.moving.errors import Broken, MovingError
from chat.moving.exporting import FILES, KEY, applied_here, parts
from chat.moving.manifest import SITE, File, Manifest
from chat.moving.models import Progress
from chat.moving.tables import Row, Table, empty, label, put_in, put_in_log, tables
from chat.site import command
from chat.updates.standing import Standing

STEP = 2000
LOGS, TABLES = "logs/", "tables/"


def import_site(path: Path, *, keep_epochs: bool = False) -> Manifest:
    """Make this empty site the one that was exported to ``path``.

    ``keep_epochs``: the old site was ended before it was exported, so that nobody knows
    more of it than the export; else everybody begins anew with each log.

    Raises:
        MovingError: it cannot be done; one sentence says why.
    """
    prepare()
    with unpack(path) as box:
        manifest = Manifest.read(box)
        _require_known(manifest)
        progress = _progress(manifest, path)
        for file in manifest.files:
            for _ in _verified(box, file):
                pass
        _store(box, manifest, progress or _begin(manifest, path))
        bulk.settle()
        _compare(manifest)
        _keep_files(box, manifest)
    _finish(manifest, keep_epochs=keep_epochs)
    return manifest


def prepare() -> None:
    """Bring the database along, if it is the site's own.

    Raises:
        MovingError: it is another, and is to be migrated first.
    """
    if not Standing.of(connection).pending:
        return
    if not settings.DATABASE_IS_EMBEDDED:
        raise MovingError(f"The database is not ready: run {command('migrate')} first.")
    call_command("migrate", interactive=False, verbosity=0)


# --- Whether it may be ----------------------------------------------------------------


def _require_known(manifest: Manifest) -> None:
    if manifest.header.of != SITE:
        raise MovingError("That is one person's export, and no site.")
    known = set(map(".".join, MigrationLoader(None).disk_migrations))
    if beyond := set(manifest.header.migrations) - known:
        raise MovingError(
            f"It was exported by version {manifest.header.version}, which is newer than"
            f" this one: {max(beyond)} is not known here."
        )


def _progress(manifest: Manifest, path: Path) -> Progress | None:
    """How far it has come already; None: it has not begun."""
    unfinished = Progress.objects.filter(finished=None).first()
    if unfinished is not None and unfinished.export == manifest.link:
        return unfinished
    if unfinished is not None:
        raise MovingError(
            f"Another import has begun here, of {unfinished.path}: end that first, or"
            " take an empty database."
        )
    if Progress.objects.filter(export=manifest.link).exists():
        raise MovingError(f"{path} has been imported here before.")
    _require_empty()
    return None


def _require_empty() -> None:
    others = Conversation.objects.exclude(name=LOBBY)
    if User.objects.exists() or Message.objects.exists() or others.exists():
        raise MovingError(
            "This site is not empty: an export becomes a site of its own. Take an empty"
            " folder in CHAT_DATA_DIR, or an empty database in DATABASE_URL."
        )


def _begin(manifest: Manifest, path: Path) -> Progress:
    with transaction.atomic():
        _require_empty()
        empty(manifest.header.columns)
        ContentType.objects.clear_cache()
        Progress.objects.all().delete()
        where = str(path.resolve())[:4096]
        return Progress.objects.create(export=manifest.link, path=where)


# --- Reading and storing --------------------------------------------------------------


def _verified(box: Box, file: File) -> Iterator[Row]:
    """What the lines of a file say; at its end it is known to be whole."""
    chain = Chain()
    last = 0
    with box.open(file.file) as lines:
        for row in checked(file.file, lines, chain):
            if file.file.startswith(LOGS):
                last = _follows(file.file, row, last)
            yield row
    require_end(file.file, chain, file.lines, file.end)


def _follows(name: str, row: Row, last: int) -> int:
    """The number of a message in its log, which has to be after those before it."""
    seq, changed = row.get("seq"), row.get("changed")
    if not (
        isinstance(seq, int) and isinstance(changed, int) and last < seq <= changed
    ):
        raise Broken(f"{name} has number {seq} after {last}.")
    return seq


def _store(box: Box, manifest: Manifest, progress: Progress) -> None:
    for number, file in enumerate(manifest.files):
        if number < progress.file:
            continue
        found = islice(_verified(box, file), progress.lines, None)
        while chunk := list(islice(found, STEP)):
            with transaction.atomic():
                _put_in(file, chunk)
                progress.lines += len(chunk)
                progress.save(update_fields=["file", "lines"])
        progress.file, progress.lines = number + 1, 0
    progress.save(update_fields=["file", "lines"])


def _put_in(file: File, chunk: list[Row]) -> None:
    if file.file.startswith(LOGS):
        put_in_log(chunk)
    elif file.file.startswith(TABLES):
        put_in(_model(file), chunk)


def _model(file: File) -> Table:
    try:
        return {label(table): table for table in tables()}[_label(file)]
    except KeyError:
        raise Broken(f"There is no table for {file.file} here.") from None


def _label(file: File) -> str:
    return file.file.removeprefix(TABLES).removesuffix(".jsonl")


# --- Whether it is there --------------------------------------------------------------


def _compare(manifest: Manifest) -> None:
    """See that every line can be made of the database as it was read."""
    stored = dict(_stored(parts(manifest.header.columns), manifest))
    for file in manifest.files:
        if file.file.startswith((LOGS, TABLES)) and stored.get(file.file) != (
            file.lines,
            file.end,
        ):
            raise MovingError(
                f"What is in the database is not what {file.file} says: somebody has"
                " changed it meanwhile. Take an empty one, and import again."
            )


def _stored(
    found: Iterable[tuple[str, Iterable[Row]]], manifest: Manifest
) -> Iterator[tuple[str, tuple[int, str]]]:
    wanted = {file.file for file in manifest.files}
    for name, its in found:
        if name in wanted:
            chain = Chain()
            for _ in linked(its, chain):
                pass
            yield name, (chain.lines, chain.link)


def _keep_files(box: Box, manifest: Manifest) -> None:
    """Put into the data folder, or the stores, what belongs there."""
    folder = Path(settings.CHAT_DATA_DIR)
    for file in manifest.files:
        rows = _verified(box, file)
        if file.file == KEY:
            _put_down(folder / "secret_key", (row["key"].encode() for row in rows))
        elif file.file.startswith(FILES):
            part = str(next(rows).get("part"))
            _keep_file(part, (b64decode(row["bytes"]) for row in rows), folder)


def _keep_file(part: str, content: Iterable[bytes], folder: Path) -> None:
    try:
        if files.is_stored(part):
            _put_down(folder / ".importing", content)
            files.put(part, folder / ".importing")
        else:
            _put_down(files.place(part, folder), content)
    except BackupError as error:
        raise Broken(str(error)) from None


def _put_down(path: Path, content: Iterable[bytes]) -> None:
    try:
        _write(path, content)
    except OSError as error:
        raise MovingError(f"{path} cannot be written ({error.strerror}).") from error


def _write(path: Path, content: Iterable[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-import")
    with os.fdopen(
        os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb"
    ) as file:
        file.writelines(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)


def _finish(manifest: Manifest, *, keep_epochs: bool) -> None:
    with transaction.atomic():
        counters.go_on_after(manifest.header.numbers)
        if not keep_epochs:
            epochs.renew()
        Progress.objects.update(finished=timezone.now())
    if set(applied_here()) != set(manifest.header.migrations):
        # A newer version has permissions that the old site had not.
        emit_post_migrate_signal(0, False, connection.alias)
