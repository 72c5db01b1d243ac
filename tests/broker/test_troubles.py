"""A Redis that answers, and is not what it was: a replica, elsewhere, full."""

import asyncio
import contextlib

import pytest
import redis

from chat.broker import shard, trial
from chat.broker.channels import ChatLayer
from chat.broker.client import UNAVAILABLE
from tests.broker.kinds import Ear, in_thread
from tests.support.forwarding import Forwarding
from tests.support.valkey import Sentinel, TlsRedis, Valkey
from tests.support.waiting import eventually

pytestmark = pytest.mark.processes
BACK_SECONDS = 60


@pytest.fixture
def servers():
    """``servers(kind, …)`` starts one; all end with the test."""
    started = []

    def start(kind, *how, **options):
        started.append(kind(*how, **options))
        return started[-1]

    yield start
    for each in reversed(started):
        if each.pids:
            each.stop()


@pytest.fixture
async def listening():
    """``listening(url)`` is a layer there, and one who hears its room."""
    layers = []

    async def listen(url):
        layers.append(ChatLayer([url]))
        ear = Ear()
        await layers[-1].attach("room", ear)
        return layers[-1], ear

    yield listen
    for layer in layers:
        await layer.flush()


async def is_back(layer, ear):
    """The layer says so by itself, and then what a thread sends is heard."""
    async with asyncio.timeout(BACK_SECONDS):
        while not (await layer.hears_itself() and await _says(layer, "word")):
            await asyncio.sleep(0.1)
        await ear.hears("word")


async def _says(layer, word):
    with contextlib.suppress(UNAVAILABLE):  # by a line that was cut a moment ago
        await in_thread(layer.group_send_now, "room", {"type": word})
        return True


def ask(server, *words):
    with redis.Redis(port=server.port, decode_responses=True) as client:
        return client.execute_command(*words)


async def test_a_server_that_became_a_replica_is_left_for_where_the_address_leads(
    servers, listening, monkeypatch, caplog
):
    monkeypatch.setattr(trial, "ANEW_SECONDS", 0.2)
    old, new = servers(Valkey), servers(Valkey)
    name = await asyncio.to_thread(Forwarding(("127.0.0.1", old.port)).__enter__)
    layer, ear = await listening(f"redis://127.0.0.1:{name.address[1]}/0")
    await is_back(layer, ear)
    ask(old, "REPLICAOF", "127.0.0.1", new.port)
    assert not await layer.hears_itself()
    assert "is a replica that can only be read" in caplog.text
    name.door = "127.0.0.1", new.port
    await is_back(layer, ear)
    await asyncio.to_thread(name.__exit__)


async def test_a_failover_by_sentinels_is_followed(servers, listening, tmp_path):
    old = servers(Valkey)
    new = servers(Valkey, replicaof=f"127.0.0.1 {old.port}")
    sentinel = servers(Sentinel, tmp_path, old)
    layer, ear = await listening(sentinel.url)
    await is_back(layer, ear)
    await asyncio.to_thread(eventually, lambda: _is_known(sentinel, new))
    old.process.kill()
    await asyncio.to_thread(eventually, lambda: ask(new, "ROLE")[0] == "master")
    await is_back(layer, ear)
    assert "chat.group.room" in new.subscriptions


def _is_known(sentinel, replica):
    [found] = ask(sentinel, "SENTINEL", "REPLICAS", "house") or [{}]
    return (
        found.get("port") == str(replica.port)
        and found.get("master-link-status") == "ok"
    )


async def test_what_is_told_by_tls_is_heard(servers, listening, tmp_path):
    layer, ear = await listening(servers(TlsRedis, tmp_path).url)
    await is_back(layer, ear)


async def test_a_full_memory_keeps_nothing_from_anybody(servers, listening):
    server = servers(Valkey, maxmemory=1)
    layer, ear = await listening(server.url)
    await is_back(layer, ear)


async def test_who_has_not_waited_for_a_topic_is_told_when_it_is_heard(
    servers, listening, monkeypatch
):
    """What is published between may be older than what they have read by then."""
    layer, _ = await listening(servers(Valkey).url)
    monkeypatch.setattr(shard, "CONNECT_SECONDS", 0.05)
    await layer._hub.publish("nobody", {})  # it has a connection for that
    await layer._hub._shards[0]._redis.client_pause(1500)
    late = Ear()
    await layer.attach("late", late)
    assert not late.waiting
    await late.hears("layer.resumed")
    assert late.waiting == 0


async def test_who_was_refused_for_a_while_is_not_once_redis_is_back(
    listening, servers
):
    layer, ear = await listening(servers(Valkey).url)
    layer._senders[0]._hung_until = float("inf")
    with pytest.raises(redis.TimeoutError):
        await in_thread(layer.group_send_now, "room", {"type": "word"})
    await is_back(layer, ear)
