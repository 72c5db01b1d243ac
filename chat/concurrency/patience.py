"""How long a thread waits for what somebody else has locked in the database.

Where something was locked, nobody waits long for some seconds: it will be so still. But
SQLite gives its lock to whoever asks just then, and what is done beside may ask in vain
while the thread that writes has much to do: it asks for longer, and hurries nobody.
"""

import threading
import time

from django.db import connection

# For so long after a lock was met, others are waited for only as long as that.
HASTE_SECONDS = 5.0
HASTY_MS = 250
# Nobody waits for what is done beside.
BESIDE_MS = 20_000


class _Mine(threading.local):
    """A thread's own. ``ms``: how long its connection waits, unless as is usual."""

    is_beside = False
    ms: int | None = None


MINE = _Mine()
hasty_until = 0.0


def be_beside() -> None:
    """Nobody waits for what this thread does."""
    MINE.is_beside = True


def met_lock() -> None:
    """Somebody else holds a lock, and perhaps for long; the connection is sound."""
    global hasty_until
    connection.errors_occurred = False
    if not _may_starve():
        hasty_until = time.monotonic() + HASTE_SECONDS


def adapt() -> None:
    """Wait for others' locks as long as is right just now."""
    is_hasty = time.monotonic() < hasty_until
    wanted = BESIDE_MS if _may_starve() else HASTY_MS if is_hasty else None
    if wanted == MINE.ms or connection.connection is None:
        return
    MINE.ms = wanted
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            usual = int(1000 * connection.settings_dict["OPTIONS"]["timeout"])
            cursor.execute(f"PRAGMA busy_timeout = {wanted or usual}")
        else:
            cursor.execute(f"SET lock_timeout = {wanted or 'DEFAULT'}")


def forget() -> None:
    """The next connection waits as is usual, at first."""
    MINE.ms = None


def _may_starve() -> bool:
    """Whether this thread may ask in vain for what nobody keeps for long."""
    return connection.vendor == "sqlite" and MINE.is_beside
