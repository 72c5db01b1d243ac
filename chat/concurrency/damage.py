"""A database that is damaged: nothing is written into it any more.

What SQLite calls malformed gets worse by writing, and what is written then may be lost.
So from the first sign of it, every connection of the process can only read.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.utils import Error as DatabaseProblem

# SQLite's result codes; of an index for search alone it says SQLITE_CORRUPT_VTAB.
SIGNS = {"SQLITE_CORRUPT", "SQLITE_CORRUPT_INDEX", "SQLITE_NOTADB"}

# Whoever wants to know appends it: called once, in the thread that has found it.
LISTENERS: list[Callable[[], None]] = []


class _Damage:
    is_known = False


_damage = _Damage()


def is_known() -> bool:
    """Whether this process writes nothing, because the database is damaged."""
    return _damage.is_known


def is_sign(error: BaseException) -> bool:
    """Whether an error of the database says that it is damaged."""
    name = getattr(error.__cause__, "sqlite_errorname", None)
    return isinstance(error, DatabaseProblem) and name in SIGNS


def note() -> None:
    """It is damaged: write nothing any more."""
    if not _damage.is_known:
        _damage.is_known = True
        for listen in LISTENERS:
            listen()


def forget() -> None:
    """It is another database, or mended."""
    _damage.is_known = False


def _hold_back(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if _damage.is_known and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")


connection_created.connect(_hold_back)
