"""What the database cannot do just now, and what that means to a person."""

from __future__ import annotations

from django.db import InterfaceError, InternalError, OperationalError

from chat.concurrency import damage
from chat.wire.errors import Damaged, DatabaseAway, DiskFull, Unavailable


class Locked(Unavailable):
    detail = "The database is busy with something else just now; try again."


class Crowded(Unavailable):
    detail = "So many ask the database just now: try again in a moment."


class ReadOnly(Unavailable):
    detail = "The database can only be read just now; nothing was stored."


# Of a database that cannot be written PostgreSQL says InternalError.
TROUBLES = (InterfaceError, InternalError, OperationalError)
# By how SQLite's result codes begin (SQLITE_BUSY_RECOVERY, SQLITE_READONLY_DBMOVED are
# some of theirs), and by PostgreSQL's SQLSTATE (its appendix A).
MEANINGS: dict[str, type[Unavailable]] = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_IOERR_SHMSIZE": DiskFull,  # for the index of its log
    "53100": DiskFull,
    "SQLITE_BUSY": Locked,
    "SQLITE_LOCKED": Locked,
    "55P03": Locked,  # lock_timeout
    "40P01": Locked,  # two who waited for each other
    "SQLITE_READONLY": ReadOnly,
    "25006": ReadOnly,
    "53300": Crowded,
}
# What psycopg says of a pool all of whose connections are taken.
CROWDED = "PoolTimeout"
# Whoever is refused a connection is told no SQLSTATE.
REFUSED = ("too many clients", "too many connections", "remaining connection slots")


def meaning(error: Exception) -> Unavailable | Damaged:
    """What a trouble of the database means to a person."""
    if damage.is_known():
        return Damaged()
    cause = error.__cause__
    codes = [getattr(cause, name, None) for name in ("sqlite_errorname", "sqlstate")]
    for begin, kind in MEANINGS.items():
        if any(code and code.startswith(begin) for code in codes):
            return kind()
    return Crowded() if is_crowded(error) else DatabaseAway()


def is_crowded(error: Exception) -> bool:
    """Whether there was no connection to be had."""
    is_pool = type(error.__cause__).__name__ == CROWDED
    return is_pool or any(words in str(error) for words in REFUSED)


def is_of_writing(error: Exception) -> bool:
    """Whether the database can be read all the same."""
    return isinstance(meaning(error), DiskFull | ReadOnly)


def is_trouble(error: Exception) -> bool:
    """Whether that is everybody's, and not what one of them has brought."""
    return isinstance(error, TROUBLES) or damage.is_sign(error)


def is_lock(error: Exception) -> bool:
    """Whether somebody else had what was asked for; the connection is sound."""
    return isinstance(meaning(error), Locked)
