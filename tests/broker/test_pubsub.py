"""The site's own channel layer, and its connections to Redis."""

import asyncio
import itertools
import socket

import pytest
import redis
from django.conf import settings
from msgspec import msgpack

from chat.broker import shard
from chat.broker.channels import ChatLayer
from tests.broker.kinds import OURS, SECONDS, Ear
from tests.support.valkey import Valkey
from tests.support.waiting import until


@pytest.fixture(params=OURS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


async def test_a_server_that_is_away_keeps_nothing_from_the_others(tmp_path):
    groups = [f"room{number}" for number in range(8)]
    here = ChatLayer(settings.REDIS_URLS * 2)
    torn = ChatLayer([*settings.REDIS_URLS, f"unix://{tmp_path}/none"])
    ears = {group: Ear() for group in groups}
    for group, ear in ears.items():
        await here.attach(group, ear)
    with pytest.raises(redis.ConnectionError):
        torn.group_send_all_now((group, {"type": "test"}) for group in groups)
    here.group_send_all_now((group, {"type": "fence"}) for group in groups)
    heard = [(await ear.hears_any())["type"] for ear in ears.values()]
    assert set(heard) == {"test", "fence"}
    await here.flush()


async def test_what_several_groups_are_told_in_one_turn_is_not_alone(layers):
    one, other = layers
    turns = asyncio.Queue()
    # More than servers: some of them are at the same one.
    groups = [f"room.{number}" for number in range(7)]
    for group in groups:
        await one.attach(group, turns.put_nowait)

    async def told(*groups):
        messages = [(group, {"type": "test"}) for group in groups]
        await asyncio.to_thread(other.group_send_all_now, messages)
        async with asyncio.timeout(SECONDS):
            return [await turns.get() for _ in groups]

    [lone] = await told(groups[0])
    assert lone.is_alone
    assert not all(turn.is_alone for turn in await told(*groups))
    for group in groups:  # of several servers, in one turn of the loop
        one._hub._route(f"chat.group.{group}", msgpack.encode(("", {"type": "test"})))
    async with asyncio.timeout(SECONDS):
        assert not any([(await turns.get()).is_alone for _ in groups])


async def test_a_lost_connection_comes_back_and_says_so(layers):
    one, other = layers
    ear = Ear()
    await one.attach("room", ear)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for connection in client.client_list(_type="pubsub"):
            client.client_kill_filter(_id=connection["id"])
    await ear.hears("layer.resumed")
    for number in itertools.count():
        await other.group_send("room", {"type": "again", "number": number})
        async with asyncio.timeout(SECONDS):
            await ear.hears("again")
        break


async def test_a_thread_goes_on_publishing_after_its_connection_was_lost(layers):
    one, other = layers
    ear = Ear()
    await one.attach("room", ear)
    for name in ("before", "after"):
        await asyncio.to_thread(other.group_send_now, "room", {"type": name})
        await ear.hears(name)
        for sender in other._senders:
            if sender._connection:
                sender._connection._sock.shutdown(socket.SHUT_RDWR)


async def test_a_refused_publishing_does_not_leave_its_answer_to_the_next():
    [sender] = ChatLayer(settings.REDIS_URLS[:1])._senders
    with pytest.raises(redis.ResponseError):
        sender._ask([("PUBLISH",), ("PUBLISH", "nobody", b"1")])
    sender._connection.send_command("PING")
    assert sender._connection.read_response() in (b"PONG", "PONG", True)


def subscribers():
    """The connections that listen, by how many topics they listen to."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        return [int(each["sub"]) for each in client.client_list(_type="pubsub")]


async def test_however_many_attach_at_once_one_connection_listens():
    before = subscribers()
    layer = ChatLayer(settings.REDIS_URLS)
    attaching = []
    for number in range(6):
        attaching.append(asyncio.create_task(layer.attach(f"r{number}", Ear())))
        await asyncio.sleep(0.0003 * number)
    await asyncio.gather(*attaching)
    assert layer.is_listening
    assert sorted(subscribers()) == sorted([*before, 1 + len(attaching)])
    await layer.flush()


async def test_whoever_listens_anywhere_hears_that_one_server_was_lost():
    layer = ChatLayer(settings.REDIS_URLS * 2)
    ears = [Ear() for _ in range(8)]
    for number, ear in enumerate(ears):
        await layer.attach(f"r{number}", ear)
    layer._hub._shards[0]._subscription._transport.abort()
    for ear in ears:
        await ear.hears("layer.resumed")
    await layer.flush()


async def test_a_line_that_died_without_a_word_is_noticed(monkeypatch):
    monkeypatch.setattr(shard, "HEALTH_CHECK_SECONDS", 0.1)
    layer, ear = ChatLayer(settings.REDIS_URLS), Ear()
    await layer.attach("room", ear)
    subscription = layer._hub._shards[0]._subscription
    monkeypatch.setattr(subscription, "ask", lambda *_: None)
    await ear.hears("layer.resumed")
    await layer.flush()


async def test_a_quiet_line_is_pinged_and_kept(monkeypatch, valkey):
    # So long may a busy machine take for an answer.
    monkeypatch.setattr(shard, "HEALTH_CHECK_SECONDS", 0.4)
    layer, ear, before = ChatLayer(settings.REDIS_URLS), Ear(), _pings(valkey)
    await layer.attach("room", ear)
    await until(lambda: _pings(valkey) >= before + 2)
    assert layer.is_listening
    assert ear._heard.empty()
    await layer.flush()


def _pings(client):
    """How often it was pinged."""
    asked = client.info("commandstats").get("cmdstat_ping")
    return asked["calls"] if asked else 0


async def test_a_redis_that_never_answers_is_asked_again(monkeypatch):
    monkeypatch.setattr(shard, "CONNECT_SECONDS", 0.1)
    came = asyncio.Queue()
    mute = await asyncio.start_server(lambda *both: came.put_nowait(both), "127.0.0.1")
    port = mute.sockets[0].getsockname()[1]
    layer = ChatLayer([f"redis://127.0.0.1:{port}/0"])
    await layer.attach("room", Ear())
    async with asyncio.timeout(SECONDS):
        visits = [await came.get() for _ in range(3)]
    await layer.flush()
    for reader, writer in visits:
        async with asyncio.timeout(SECONDS):
            await reader.read()  # each of them has hung up
        writer.close()
    mute.close()


async def test_a_group_that_was_left_and_wanted_again_is_confirmed_by_its_own_answer():
    layer, answers = ChatLayer(settings.REDIS_URLS), []
    await layer.attach("other", Ear())
    subscription = layer._hub._shards[0]._subscription
    hear = subscription._hear

    def count(answer):
        answers.append(answer)
        hear(answer)

    subscription._hear = count
    ear = Ear()
    first = asyncio.create_task(layer.attach("room", ear))
    for _ in range(2):
        await asyncio.sleep(0)  # it is asked for
    layer.detach("room", ear)
    async with asyncio.timeout(SECONDS):
        await first  # nothing will come for it
    await asyncio.sleep(0)
    await layer.attach("room", ear)
    assert [word for word, *_ in answers].count(b"subscribe") == 2
    await layer.flush()


async def test_it_can_be_ended_while_it_connects():
    for turns in range(20):
        layer = ChatLayer(settings.REDIS_URLS)
        attaching = asyncio.create_task(layer.attach("room", Ear()))
        for _ in range(turns):
            await asyncio.sleep(0)
        async with asyncio.timeout(SECONDS):
            await layer.flush()
        attaching.cancel()


async def test_after_a_refusal_it_listens_anew(caplog):
    layer, ear = ChatLayer(settings.REDIS_URLS), Ear()
    await layer.attach("room", ear)
    layer._hub._shards[0]._subscription.ask("SUBSCRIBE")
    await ear.hears("layer.resumed")
    assert "wrong number of arguments" in caplog.text
    await layer.group_send("room", {"type": "test"})
    await ear.hears("test")
    await layer.flush()


@pytest.mark.processes
async def test_redis_may_ask_for_a_password():
    valkey = Valkey()
    try:
        with redis.Redis.from_url(valkey.url) as client:
            client.config_set("requirepass", "sesame")
        layer, ear = ChatLayer([f"{valkey.url}?password=sesame"]), Ear()
        await layer.attach("room", ear)
        assert layer.is_listening
        await layer.group_send("room", {"type": "test"})
        await ear.hears("test")
        await layer.flush()
    finally:
        valkey.stop()


async def test_what_is_no_message_is_passed_over(layers, caplog):
    one, other = layers
    ear = Ear()
    await one.attach("room", ear)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.publish("chat.group.room", b"rubbish")
    await other.group_send("room", {"type": "test"})
    await ear.hears("test")
    assert "Not a message of this site" in caplog.text


async def test_attaching_without_redis_does_not_fail_or_wait_long():
    layer = ChatLayer(["unix:///nowhere/valkey.sock"])
    async with asyncio.timeout(SECONDS):
        await layer.attach("room", Ear())
    await layer.flush()
