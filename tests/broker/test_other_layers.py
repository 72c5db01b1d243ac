"""The site on a channel layer of Channels' instead of its own: what it is there for."""

import asyncio
from uuid import uuid4

import pytest
import redis
from channels_redis.core import RedisChannelLayer

from chat.broker import backends, embedded
from tests.support.clients import JsonClient, PlainClient, SocketClient, fill_in
from tests.support.programs import LIMITS
from tests.support.servers import BridgeProcess, Site

pytestmark = pytest.mark.processes

# What such a layer leaves in Redis, where the site's own has ``chat.group.…``.
PUBSUB = "channels_redis.pubsub.RedisPubSubChannelLayer", b"chat__group__room."
CORE = "channels_redis.core.RedisChannelLayer", b"chat:group:room."
BURST = 200


@pytest.mark.parametrize(("layer", "trace"), [PUBSUB, CORE], ids=["pubsub", "core"])
async def test_people_of_two_processes_talk_at_every_door(tmp_path, layer, trace):
    chosen = {"CHANNEL_LAYER": layer, **LIMITS}
    with Site(tmp_path, **chosen) as site, BridgeProcess(tmp_path, **chosen) as bridge:
        cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name="ada")
        ada = await SocketClient.enter(site.web, cookie)
        bob = await JsonClient.enter(site.json, "bob")
        carol = await PlainClient.enter(bridge.plain, "carol")
        robot = await JsonClient.enter(bridge.json, "robot")
        programs = [ada, bob, robot]

        await they_are_told_of(programs[:2], "online", ["carol", "robot"])
        assert any(name.startswith(trace) for name in left_in_redis(tmp_path))
        said = await everybody_hears_everybody(programs, carol)
        said += await a_burst_loses_nothing(programs, carol)
        await a_private_word_is_private(robot, ada, bob, carol)
        carol.cut()
        await they_are_told_of(programs, "offline", ["carol"])
        for program in programs:
            log = [each for each in program.events if each["type"] == "message"]
            assert [each["body"] for each in log if each["body"] in said] == said
        assert bridge.stop() == site.stop() == 0
        assert "layer fails" not in site.text + bridge.text


async def test_people_of_one_process_talk_by_a_layer_in_memory(tmp_path):
    with Site(tmp_path, CHANNEL_LAYER=backends.IN_MEMORY, **LIMITS) as site:
        bob = await JsonClient.enter(site.json, "bob")
        carol = await PlainClient.enter(site.plain, "carol")
        await they_are_told_of([bob], "online", ["carol"])
        await everybody_hears_everybody([bob], carol)
        await a_burst_loses_nothing([bob], carol)
        assert site.stop() == 0


def test_redis_py_waits_longer_for_an_answer_than_the_layer_for_a_message():
    """Otherwise each quiet moment looks like a Redis that hangs."""
    assert RedisChannelLayer.brpop_timeout < backends.PATIENCE_SECONDS
    [host] = backends.configured(CORE[0], ["redis://host"])["CONFIG"]["hosts"]
    assert host["socket_timeout"] == backends.PATIENCE_SECONDS


# --- Steps ----------------------------------------------------------------------------


async def they_are_told_of(programs, what, names):
    for program in programs:
        missing = set(names)
        while missing:
            missing -= set((await program.hears("presence"))[what])


def left_in_redis(folder):
    with redis.Redis.from_url(embedded.url(folder)) as client:
        return [*client.pubsub_channels("*"), *client.keys("*")]


async def everybody_hears_everybody(programs, carol):
    """Each says something in turn; return all that was said."""
    said = []
    for turn in range(3):
        for number, program in enumerate(programs):
            said.append(f"program {number} says {turn}")
            await program.post("#lobby", said[-1])
        said.append(f"carol says {turn}")
        await carol.write(said[-1])
        for program in programs:
            await program.hears("message", body=said[-1])
    await carol.hears(said[-2])
    return said


async def a_burst_loses_nothing(programs, carol):
    said = [f"burst {number}" for number in range(BURST)]
    for text in said:
        await programs[-1].tell("post", to="#lobby", body=text, id=uuid4())
    for program in programs:
        await program.hears("message", body=said[-1])
    await carol.hears(said[-1])
    heard = [line.partition(": ")[2] for line in carol.received]
    assert [text for text in heard if text in said] == said
    return said


async def a_private_word_is_private(robot, ada, bob, carol):
    await robot.post("@ada", "between us")
    await ada.hears("message", body="between us")
    await robot.post("#lobby", "that was all")
    await bob.hears("message", body="that was all")
    await carol.hears("that was all")
    assert "between us" not in "\n".join([*bob.received, *carol.received])
