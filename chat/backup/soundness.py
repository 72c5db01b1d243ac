"""Whether the SQLite database is sound: asked where the last end was not a clean one.

``running.lock`` in the data folder says it: every process that serves holds it shared,
and the last that ends in an orderly way notes the size and the time of the database in
it. Where that does not agree at the next start (a power cut, kill -9, a copy that was
made of a folder while it ran, a database that was put there), the database is checked
before anything is written. A PostgreSQL looks after itself.

A small one is checked before the site opens. A big one is checked beside, by a process
of the lowest priority, with the site open: nearly every end that was not clean has left
a database that is sound, for SQLite outlives kill -9 and power cuts; a site that stays
shut for as long as its whole database is read would be the greater harm. What is found
then, or by whoever reads, is noted in the file, and all processes heed it.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import logging
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from chat.backup import checking, folder, sqlite
from chat.concurrency import damage

logger = logging.getLogger(__name__)

# For so long the site waits for the check.
WAIT_SECONDS = 10
DAMAGED = checking.DAMAGED
RUNNING = b"running"
SENTENCE = (
    "The database %s is damaged (%s): nothing is written into it any more, and whoever"
    " writes is told so. %s"
)
_held: list[IO[bytes]] = []


def begin() -> None:
    """Note that this process uses the database; check it, if there is cause."""
    if connection.vendor == "sqlite" and not _held:
        hold()
        atexit.register(_end, os.getpid())


def hold() -> None:
    """Be one of those who use the database; the first looks whether it is sound."""
    file = os.fdopen(os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    _held.append(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(file, fcntl.LOCK_SH)
        heed()
    else:
        _look(file)
        fcntl.flock(file, fcntl.LOCK_SH)


def let_go() -> None:
    """Be none of them any more; the last notes that it was an orderly end."""
    with _held.pop() as file, contextlib.suppress(OSError, sqlite3.Error):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _read(file) != DAMAGED:
            with sqlite.opened(sqlite.file_of(connection)) as database:
                # Whoever else has it locked holds up nobody's end.
                database.execute("PRAGMA busy_timeout = 1000")
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            _write(file, _stamp())


def heed() -> None:
    """Heed what another process has found."""
    if not damage.is_known() and _held and _read(_held[0]) == DAMAGED:
        damage.note()


def is_in_use() -> bool:
    """Whether a process serves on this data folder, whatever became of its files."""
    with contextlib.suppress(FileNotFoundError), _path().open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def is_damaged() -> bool:
    """Whether it was found to be, by whoever serves or has served."""
    with contextlib.suppress(FileNotFoundError), _path().open("rb") as file:
        return _read(file) == DAMAGED
    return False


def note_clean() -> None:
    """The database is sound, and nobody has it open."""
    _path().touch(mode=0o600)
    with _path().open("r+b") as file:
        _write(file, _stamp())


def tell() -> None:
    """It was found here that the database is damaged: once it is said, for all."""
    if not _held:
        return
    with contextlib.suppress(OSError):  # the disk may be full as well
        _write(_held[0], DAMAGED)
    _tell("a part of it cannot be read")


def _tell(found: str) -> None:
    try:
        os.close(os.open(_told(), os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError:
        pass  # the disk may be full as well
    logger.critical(SENTENCE, sqlite.file_of(connection), found, folder.advice())


def _look(file: IO[bytes]) -> None:
    """Nobody else is here: is it as it was at the end?"""
    _told().unlink(missing_ok=True)
    said = _read(file)
    if said == _stamp() or sqlite.size_of(sqlite.file_of(connection)) == 0:
        _write(file, RUNNING)
        return
    _write(file, DAMAGED if said == DAMAGED else RUNNING)
    # What was damaged is written again only if all of it is found to be sound.
    wait = None if said == DAMAGED else WAIT_SECONDS
    if found := _check(wait):
        _write(file, DAMAGED)
        _tell(found)
        damage.note()
    else:
        _write(file, RUNNING)


def _check(seconds: float | None) -> str:
    """What is wrong; nothing: it is sound, or after that time not yet known."""
    words = [
        sys.executable,
        "-P",
        checking.__file__,
        str(sqlite.file_of(connection)),
        str(_path()),
    ]
    checker = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        return checker.communicate(timeout=seconds)[0].strip()
    except subprocess.TimeoutExpired:
        logger.info("The database is big: it is checked while the site is open.")
        os.setpriority(os.PRIO_PROCESS, checker.pid, 19)
        threading.Thread(target=checker.communicate, daemon=True).start()
        return ""


def _end(pid: int) -> None:
    # What was forked from here does not end for it.
    if os.getpid() == pid and _held:
        let_go()


def _path() -> Path:
    return Path(settings.CHAT_DATA_DIR) / "running.lock"


def _told() -> Path:
    return Path(settings.CHAT_DATA_DIR) / "damage.lock"


def _stamp() -> bytes:
    try:
        found = sqlite.file_of(connection).stat()
    except OSError:
        return b""
    return f"clean {found.st_size} {found.st_mtime_ns}".encode()


def _read(file: IO[bytes]) -> bytes:
    return os.pread(file.fileno(), 200, 0)


def _write(file: IO[bytes], words: bytes) -> None:
    # Of another length: whoever reads meanwhile must see one or the other.
    os.pwrite(file.fileno(), words, 0)
    os.ftruncate(file.fileno(), len(words))
    os.fsync(file.fileno())
