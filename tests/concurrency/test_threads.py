"""Where blocking work runs."""

import asyncio
import time
from threading import Barrier, Event

import pytest
from django.db import connection

from chat.concurrency.threads import _Crew, read

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


async def test_threads_keep_their_connections():
    assert set(map(id, await connections())) == set(map(id, await connections()))


async def test_the_trouble_of_one_gives_all_new_connections():
    before = await connections()

    def have_trouble():
        connection.errors_occurred = True

    await read(have_trouble)
    after = await connections()
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


async def test_an_error_comes_back_to_the_caller():
    with pytest.raises(ZeroDivisionError):
        await read(lambda: 1 // 0)
