"""Where blocking work runs."""

import asyncio
from threading import Barrier

import pytest
from django.db import connection

from chat.threads import read

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
