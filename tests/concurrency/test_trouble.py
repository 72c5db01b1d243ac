"""What a trouble of the database means, and what is said of it."""

import pytest
from django.db import InternalError, OperationalError

from chat.concurrency.trouble import Crowded, Locked, Outage, ReadOnly, meaning
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


def test_an_outage_is_a_line_when_it_begins_each_minute_and_when_it_ends(caplog):
    now = 1000.0
    outage = Outage(lambda: now)
    for _ in range(720):
        outage.failed(OperationalError("gone\nLINE 1"))
        now += 0.125
    outage.done()
    now += Outage.QUIET
    outage.done()
    assert caplog.messages == [
        "The database failed (1 times): gone",
        "The database failed (481 times): gone",
        "The database is well again: it failed 720 times in 90 seconds.",
    ]
    assert not outage.is_on
