"""What a site begins with in a test: a database that lacks no migration, and its files.

Most of a first start is migrating and compressing, and hundreds of tests start a site.
Each worker begins with one, too, and each PostgreSQL: both are made once for each state
of the code.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from chat.web.files import collected

PROJECT = Path(__file__).parents[2]
# The page's files, as ``serve`` lays them down.
FILES = PROJECT / ".cache" / "static"
MIGRATED = PROJECT / ".cache" / "migrated"
MOST = 5
_template: Path | None = None
# Held by whoever migrates, until what comes of it is kept.
_making = ExitStack()


def fill(path: Path) -> None:
    """Make a database there that migrations made before, if the code is the same.

    Of the workers that begin at once one has them to run; the others wait for it.
    """
    kept = kept_as("sqlite3")
    if not kept.exists():
        MIGRATED.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _making.enter_context((MIGRATED / "lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
    if kept.exists():
        _making.close()
        shutil.copyfile(kept, path)


def keep(database: sqlite3.Connection, folder: Path) -> None:
    """Copy this database, which has in it what its migrations have put there."""
    global _template
    path = folder / "migrated.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        database.backup(copy)
    _template = path
    if not kept_as("sqlite3").exists():
        with keeping("sqlite3") as part:
            shutil.copyfile(path, part)
    _making.close()


def kept_as(kind: str) -> Path:
    """Where that kind of database of this very code is, once there is one."""
    return MIGRATED / f"{_code()}.{kind}"


@contextmanager
def keeping(kind: str) -> Iterator[Path]:
    """Where to put one, for others to find it there once it is whole."""
    kept = kept_as(kind)
    MIGRATED.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Others begin at the same time: whoever is last replaces the same by the same.
    part = kept.with_suffix(f".{os.getpid()}")
    yield part
    try:
        part.replace(kept)
    except OSError:  # no folder replaces another
        shutil.rmtree(part)
    _forget_older(kind)


@cache
def _code() -> str:
    code = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted((PROJECT / "chat").rglob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()[:20]


def _forget_older(kind: str) -> None:
    """Keep some from before, for whoever goes from one state to another and back."""
    kept = sorted(MIGRATED.glob(f"*.{kind}"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MOST]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def lay(folder: Path, environment: dict[str, Any]) -> None:
    """Put copies where a site would make its database and files, if it has none."""
    lay_files(folder)
    database = folder / "chat.sqlite3"
    if _template is None or "DATABASE_URL" in environment or database.exists():
        return
    shutil.copyfile(_template, database)
    database.chmod(0o600)


def lay_files(folder: Path) -> None:
    """Put the page's files where a site would lay them down, if it has none."""
    static = folder / "static"
    if static.exists():
        return
    FILES.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A program of the tests' own has no settings: the first of its sites does it.
    if settings.configured:
        _collect()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    static.symlink_to(FILES)


@cache
def _collect() -> None:
    with (FILES.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of all that begin at once, one makes them
        collected.collect(FILES)
