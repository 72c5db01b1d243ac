"""The tables of the store, which older copies of the client read and write as well."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCKED_SECONDS = 5.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS post (
    id TEXT PRIMARY KEY, place TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    made INTEGER NOT NULL, error TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS post_more (id TEXT PRIMARY KEY, more TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS post_reply (id TEXT PRIMARY KEY, reply TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS post_held (id TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS post_files (id TEXT PRIMARY KEY, files TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS conversation (
    id INTEGER PRIMARY KEY, wire TEXT NOT NULL, number INTEGER NOT NULL,
    floor INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
    conversation INTEGER, seq INTEGER, changed INTEGER NOT NULL, wire TEXT NOT NULL,
    PRIMARY KEY (conversation, seq)
) WITHOUT ROWID;
"""


def opened(path: Path) -> sqlite3.Connection:
    """The database in that file, made if it is not there."""
    # Before SQLite makes it: the files that it puts beside it are as open as this one.
    path.touch(mode=0o600)
    path.chmod(0o600)
    database = sqlite3.connect(path, timeout=LOCKED_SECONDS, isolation_level=None)
    try:
        # What was typed has to survive the machine, too: every commit reaches the disk.
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.executescript(_SCHEMA)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of what is done in it, or nothing."""
    # From its beginning a writing one: a reading one cannot become that while another
    # copy writes.
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    database.commit()
