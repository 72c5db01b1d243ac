"""Presence at size: thousands come, a process dies with a thousand people on it."""

import asyncio
from collections import Counter

import pytest
import redis
from django.conf import settings

from chat.presence.leases import GATHER_SECONDS, LEASE_SECONDS, RENEW_SECONDS, Presence
from tests.support.clients import JsonClient
from tests.support.servers import BridgeProcess, Site

PEOPLE, LOST, ABREAST = 5_000, 1_000, 20
SECONDS, SLACK_SECONDS = 60, 10
# A name with its number, its door and Redis's own marks takes about this much.
ENTRY_BYTES, UPDATE_BYTES = 40, 200


class Process:
    """One process's presence; ``told`` has the names of each delta."""

    def __init__(self):
        self.told = []
        self.presence = Presence(settings.REDIS_URL, self._tell)

    async def _tell(self, delta):
        self.told.append((list(delta.online.values()), list(delta.offline.values())))


@pytest.fixture
async def two():
    processes = Process(), Process()
    yield processes
    for process in processes:
        await process.presence.close()


@pytest.fixture
def valkey_client():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.mark.whole
async def test_thousands_who_come_are_each_told_once_in_few_deltas(two, valkey_client):
    loop = asyncio.get_running_loop()
    began, received = loop.time(), _received(valkey_client)
    await _come(two)
    deltas = [came for process in two for came, _ in process.told]
    seconds = loop.time() - began
    assert Counter(name for came in deltas for name in came) == Counter(
        f"p{number}" for number in range(PEOPLE)
    )
    for process in two:
        assert len(process.told) <= seconds / GATHER_SECONDS + 1
    # Nor does Redis get the whole list each time somebody comes.
    most = PEOPLE * ENTRY_BYTES + len(deltas) * UPDATE_BYTES
    assert _received(valkey_client) - received < most


async def test_the_last_who_come_cost_redis_no_more_than_the_first(two, valkey_client):
    process, other = two
    other.presence.arrive(0, "p0", "browser")
    await other.presence.renew()
    costs = []
    for first in range(1, PEOPLE, 500):
        for number in range(first, first + 500):
            process.presence.arrive(number, f"p{number}", "browser")
        before = _microseconds(valkey_client)
        await process.presence.renew()
        costs.append(_microseconds(valkey_client) - before)
    assert min(costs[-3:]) < 3 * max(costs[:3])


async def test_two_tabs_and_a_phone_are_one_person(two):
    desk, street = two
    for door in ("browser", "browser", "json"):
        desk.presence.arrive(1, "ada", door)
    street.presence.arrive(1, "ada", "plain")
    for process, door in ((desk, "browser"), (desk, "json"), (street, "plain")):
        await desk.presence.renew()
        await street.presence.renew()
        process.presence.depart(1, door)
    await street.presence.renew()
    await desk.presence.renew()
    assert (desk.told, street.told) == ([(["ada"], [])], [])
    desk.presence.depart(1, "browser")
    await desk.presence.renew()
    assert desk.told[1:] == [([], ["ada"])]


@pytest.mark.processes
@pytest.mark.bar
@pytest.mark.timeout(300)
async def test_the_thousand_of_a_killed_process_are_told_as_gone_in_one_word(tmp_path):
    allowed = {"CHAT_CONNECTIONS_PER_ADDRESS": str(2 * LOST)}
    with Site(tmp_path) as site, BridgeProcess(tmp_path, **allowed) as bridge:
        observer = await JsonClient.enter(site.json, "observer")
        names = [f"p{number}" for number in range(LOST)]
        await _enter_all(bridge.json, names)
        here = await _all_online(observer, names)
        bridge.kill()
        async with asyncio.timeout(LEASE_SECONDS + RENEW_SECONDS + SLACK_SECONDS):
            gone = await observer.hears("presence", seconds=SECONDS)
        assert gone["offline"] == sorted(names)
        assert (gone["online"], gone["version"]) == ([], here + 1)
        who = await observer.ask("who")
        assert (who["users"], who["version"]) == (["observer"], gone["version"])


# --- Steps ----------------------------------------------------------------------------


async def _come(processes):
    """Let everybody arrive within some seconds; return when all of them are told of."""
    for number in range(PEOPLE):
        process = processes[number % len(processes)]
        process.presence.arrive(number, f"p{number}", "browser")
        if number % ABREAST == 0:
            await asyncio.sleep(0.01)
    async with asyncio.timeout(SECONDS):
        while sum(len(came) for each in processes for came, _ in each.told) < PEOPLE:
            await asyncio.sleep(GATHER_SECONDS)


def _received(client):
    return client.info("stats")["total_net_input_bytes"]


def _microseconds(client):
    return client.info("commandstats")["cmdstat_evalsha"]["usec"]


async def _enter_all(address, names):
    few = asyncio.Semaphore(ABREAST)

    async def enter(name):
        async with few:
            await JsonClient.enter(address, name)

    await asyncio.gather(*map(enter, names))


async def _all_online(observer, names):
    """Hear of everybody; return the version of the last delta."""
    missing = set(names)
    while missing:
        delta = await observer.hears("presence", seconds=SECONDS)
        assert not delta["offline"]
        missing -= set(delta["online"])
    return delta["version"]
