"""What becomes of a layer when Redis is away, hangs, or comes back with nothing."""

import asyncio
import contextlib
import os
import signal
import time

import pytest

from chat.broker import adapter, sender
from chat.broker.client import UNAVAILABLE
from tests.broker.kinds import (
    SECONDS,
    Ear,
    as_asked,
    chat,
    close,
    core,
    deafen,
    in_thread,
    pubsub,
)
from tests.support.valkey import Valkey

pytestmark = pytest.mark.processes

PATIENCE_SECONDS = 0.3


@pytest.fixture(params=[chat, pubsub, core], ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@pytest.fixture
def redis():
    valkey = Valkey()
    yield valkey
    valkey.stop()


@pytest.fixture
async def start(kind):
    started = []

    def start(url):
        started.append(kind(hosts=[url]))
        started.append(as_asked(started[0]))
        return started[1]

    yield start
    await deafen(started[1])
    await close(started[0])


async def test_without_redis_attaching_neither_fails_nor_waits_long(start):
    layer = start("unix:///nowhere/valkey.sock")
    async with asyncio.timeout(SECONDS):
        await layer.attach("room", Ear())
    with pytest.raises(UNAVAILABLE):
        await in_thread(layer.group_send_now, "room", {"type": "test"})
    assert not layer.is_listening


async def test_a_redis_that_has_lost_everything_is_listened_to_again(
    kind, start, redis
):
    layer, ear = start(redis.url), Ear()
    await layer.attach("room", ear)
    redis.stop()
    with pytest.raises(UNAVAILABLE):
        await in_thread(layer.group_send_now, "room", {"type": "lost"})
    await asyncio.to_thread(redis.start)
    if kind is not pubsub:  # it does not say that it was deaf
        await ear.hears("layer.resumed")
    while not ear.waiting:
        await asyncio.to_thread(_try_to_send, layer)
        await asyncio.sleep(0.05)
    await ear.hears("test")
    assert layer.is_listening


def _try_to_send(layer):
    with contextlib.suppress(UNAVAILABLE):  # its connections are those of before
        layer.group_send_now("room", {"type": "test"})


async def test_of_many_who_send_to_a_redis_that_hangs_one_waits(
    kind, start, redis, monkeypatch
):
    for module in (adapter, sender):
        monkeypatch.setattr(module, "CONNECT_SECONDS", PATIENCE_SECONDS)
        monkeypatch.setattr(module, "HUNG_SECONDS", 2 * PATIENCE_SECONDS)
    layer, ear = start(redis.url), Ear()
    await layer.attach("room", ear)
    await in_thread(layer.group_send_now, "room", {"type": "before"})
    [pid] = redis.pids
    os.kill(pid, signal.SIGSTOP)
    try:
        waits = []
        for _ in range(50):
            began = time.monotonic()
            with pytest.raises(UNAVAILABLE):
                await in_thread(layer.group_send_now, "room", {"type": "lost"})
            waits.append(time.monotonic() - began)
        assert sum(each > PATIENCE_SECONDS for each in waits) < len(waits) / 2
    finally:
        os.kill(pid, signal.SIGCONT)
    await ear.hears("before")
    while not ear.waiting:
        await asyncio.to_thread(_try_to_send, layer)
        await asyncio.sleep(0.05)
