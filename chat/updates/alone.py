"""One process migrates, and the others wait for it.

The lock of a SQLite is a file in the data folder; that of a PostgreSQL, which processes
of many machines share, is in the database.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

# What the lock is called in PostgreSQL, where a lock has a number: "chat" in ASCII.
NUMBER = 0x63686174
PAUSE_SECONDS = 0.1


def alone(connection: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    """Keep others from migrating that database."""
    if connection.vendor == "postgresql":
        return _in_database(connection)
    return alone_in_folder()


@contextmanager
def alone_in_folder() -> Iterator[None]:
    """Keep other processes of the data folder waiting."""
    with (settings.CHAT_DATA_DIR / "database.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _in_database(connection: BaseDatabaseWrapper) -> Iterator[None]:
    # Whoever waits inside of one query holds a snapshot, which CREATE INDEX
    # CONCURRENTLY of the one that migrates would wait for in turn.
    while not _ask(connection, "SELECT pg_try_advisory_lock(%s)"):
        time.sleep(PAUSE_SECONDS)
    try:
        yield
    finally:
        if connection.connection and not connection.connection.closed:
            _ask(connection, "SELECT pg_advisory_unlock(%s)")


def _ask(connection: BaseDatabaseWrapper, question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [NUMBER])
        return bool(cursor.fetchone()[0])
