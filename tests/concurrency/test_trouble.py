"""What a trouble of the database means, and what is said of it."""

import pytest
from django.db import InternalError, OperationalError

from chat.concurrency.trouble import Crowded, Locked, ReadOnly, meaning
from chat.wire.errors import DatabaseAway, DiskFull


def trouble(kind=OperationalError, text="", **codes):
    cause = type(codes.pop("name", "Cause"), (Exception,), codes)()
    error = kind(text)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (trouble(sqlstate="55P03"), Locked),
        (trouble(sqlite_errorname="SQLITE_BUSY"), Locked),
        (trouble(sqlite_errorname="SQLITE_BUSY_RECOVERY"), Locked),
        (trouble(sqlite_errorname="SQLITE_READONLY_DBMOVED"), ReadOnly),
        (trouble(sqlstate="53100"), DiskFull),
        (trouble(sqlite_errorname="SQLITE_FULL"), DiskFull),
        (trouble(InternalError, sqlstate="25006"), ReadOnly),
        (trouble(name="PoolTimeout"), Crowded),
        (trouble(text="FATAL:  sorry, too many clients already"), Crowded),
        (trouble(sqlstate="57014"), DatabaseAway),
        (trouble(text="connection refused"), DatabaseAway),
    ],
)
def test_each_trouble_has_a_sentence(error, means):
    assert type(meaning(error)) is means
    assert meaning(error).code == "unavailable"
