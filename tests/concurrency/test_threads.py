"""Where blocking work runs."""

import asyncio
import time
from threading import Barrier, Event

import pytest
from django import db
from django.db import OperationalError, connection

from chat.concurrency import damage, patience, threads
from chat.concurrency.threads import _Crew, read
from chat.logging.outage import Outage
from chat.wire.errors import DatabaseAway

pytestmark = pytest.mark.django_db(transaction=True)
READERS = 4


async def connections():
    """The database connections of all the threads that read."""
    together = Barrier(READERS)

    def mine():
        together.wait()
        connection.ensure_connection()
        return connection.connection

    return await asyncio.gather(*(read(mine) for _ in range(READERS)))


def have_trouble():
    connection.errors_occurred = True


async def test_threads_keep_their_connections():
    assert set(map(id, await connections())) == set(map(id, await connections()))


async def test_the_trouble_of_one_gives_all_new_connections():
    before = await connections()
    await read(have_trouble)
    after = await connections()
    assert not set(map(id, before)) & set(map(id, after))


async def test_a_damage_that_somebody_else_has_found_ends_all_connections():
    before = await connections()
    try:
        damage.note()
        after = await connections()
    finally:
        damage.forget()
        await read(have_trouble)
    assert not set(map(id, before)) & set(map(id, after))


async def test_a_call_that_is_taken_back_in_time_is_not_made():
    may_go_on, made = Event(), []
    crew = _Crew("test")
    first = crew.call(may_go_on.wait)
    second = crew.call(lambda: made.append("second"))
    third = crew.call(lambda: made.append("third"))
    second.cancel()
    may_go_on.set()
    await asyncio.gather(first, third)
    assert made == ["third"]
    crew._end()


def test_what_was_begun_is_ended_whoever_waits_for_it():
    crew, done = _Crew("test"), []

    async def begin():
        crew.call(lambda: done.append(time.sleep(0.2)))

    asyncio.run(begin())
    crew._end()
    assert len(done) == 1


async def test_a_thread_that_ends_closes_its_connection():
    crew = _Crew("test")

    def connected():
        connection.ensure_connection()
        return db.connections["default"]

    database = await crew.call(connected)
    assert database.connection is not None
    crew._end()
    assert database.connection is None


async def test_who_has_long_waited_behind_a_failure_fails_with_it(monkeypatch):
    monkeypatch.setattr(threads, "BEHIND_SECONDS", 0.05)
    monkeypatch.setattr(threads, "DATABASE", Outage("The database"))
    crew, made = _Crew("test"), []

    def fail():
        time.sleep(0.1)
        raise OperationalError("stuck")

    calls = [crew.call(fail), crew.call(lambda: made.append("behind"))]
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert list(map(type, done)) == [DatabaseAway, DatabaseAway]
    await crew.call(lambda: made.append("new"))
    assert made == ["new"]
    crew._end()


async def test_what_asks_nothing_of_the_database_does_not_end_its_outage(monkeypatch):
    outage = Outage("The database")
    outage.QUIET = 0.0
    monkeypatch.setattr(threads, "DATABASE", outage)
    crew = _Crew("test")
    outage.failed("gone")
    await crew.call(lambda: "<p>hello</p>")
    assert outage.is_on
    await crew.call(lambda: connection.ensure_connection())
    assert not outage.is_on
    crew._end()


def waits():
    """How long this thread waits for a lock, in milliseconds."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout")
        return str(cursor.fetchone()[0]).removesuffix("ms")


async def test_after_a_lock_nobody_waits_long_for_one(monkeypatch):
    monkeypatch.setattr(patience, "hasty_until", 0.0)
    crew = _Crew("test")

    usual = await crew.call(waits)
    patience.met_lock()
    assert await crew.call(waits) == "250"
    monkeypatch.setattr(patience, "hasty_until", 0.0)
    assert await crew.call(waits) == usual != "250"
    crew._end()


async def test_who_asks_sqlite_beside_is_patient_and_hurries_nobody(monkeypatch):
    monkeypatch.setattr(patience, "hasty_until", 0.0)
    crews = [_Crew("test", is_beside=True), _Crew("test")]
    is_sqlite = connection.vendor == "sqlite"
    for crew in crews:
        await crew.call(connection.ensure_connection)
    _, usual = [await crew.call(waits) for crew in crews]
    await crews[0].call(patience.met_lock)
    found = [await crew.call(waits) for crew in crews]
    assert found == (["20000", usual] if is_sqlite else ["250", "250"])
    for crew in crews:
        crew._end()


@pytest.mark.parametrize(
    ("most", "readers", "pages"), [(4, 1, 1), (7, 2, 3), (8, 2, 3), (14, 4, 7)]
)
def test_few_connections_are_shared_out(monkeypatch, most, readers, pages):
    for crew in (threads._readers, threads._hasher):
        monkeypatch.setattr(crew, "count", 0)
    assert threads.share(most) == pages
    assert threads._readers.count == readers
    assert 1 + threads._hasher.count + readers + pages == most


async def test_an_error_comes_back_to_the_caller():
    with pytest.raises(ZeroDivisionError):
        await read(lambda: 1 // 0)
