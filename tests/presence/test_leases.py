"""Leases: who is online is what live processes hold."""

import asyncio

import pytest
import redis
from django.conf import settings

from chat.presence import leases
from chat.presence.leases import Presence, is_online, online_now


class Process:
    """One process's presence; ``told`` keeps the deltas that it caused."""

    def __init__(self):
        self.told = []
        self.presence = Presence(settings.REDIS_URL, self._tell)

    async def _tell(self, delta):
        self.told.append(
            (sorted(delta.online.values()), sorted(delta.offline.values()))
        )

    def __getattr__(self, name):
        return getattr(self.presence, name)


@pytest.fixture
async def two(monkeypatch):
    # They renew when a test says so, and at no other time.
    monkeypatch.setattr(leases, "GATHER_SECONDS", 3600)
    processes = Process(), Process()
    yield processes
    for process in processes:
        await process.close()


def expire(process):
    """Let a lease lapse, as time would."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.zadd("{presence}:leases", {process.process: 1})


def without_an_answer(update):
    """As Redis that hung does what it was asked when nobody waits for it any more."""

    async def update_in_vain(*words):
        await update(*words)
        raise redis.TimeoutError

    return update_in_vain


async def test_a_person_is_online_while_any_process_has_them(two):
    one, other = two
    one.arrive(1, "ada", "browser")
    other.arrive(1, "ada", "plain")
    await one.renew()
    await other.renew()
    assert online_now().doors == {1: {"browser", "plain"}}
    one.depart(1, "browser")
    await one.renew()
    assert online_now().names == {1: "ada"}
    other.depart(1, "plain")
    await other.renew()
    assert online_now().names == {}
    assert one.told == [(["ada"], [])]
    assert other.told == [([], ["ada"])]


async def test_doors_are_those_of_all_processes_of_those_who_are_asked_about(two):
    one, other = two
    one.arrive(1, "ada", "browser")
    other.arrive(1, "ada", "plain")
    other.arrive(2, "bob", "json/robot")
    await other.renew()
    # What one's own process has is known before it is stored.
    assert await one.doors([1, 3]) == {1: ["browser", "plain"]}
    expire(other)
    assert await one.doors([1, 2]) == {1: ["browser"]}


async def test_two_connections_are_one_person(two):
    one, _ = two
    one.arrive(1, "ada", "browser")
    one.arrive(1, "ada", "browser")
    await one.renew()
    one.depart(1, "browser")
    await one.renew()
    assert one.told == [(["ada"], [])]


async def test_a_new_name_is_told_while_they_are_here_by_whatever_they_come_back(two):
    one, other = two
    one.arrive(1, "ada", "browser")
    other.arrive(1, "ada", "json")
    await one.renew()
    await other.renew()
    one.arrive(1, "eve", "browser")  # and the first one is held for a moment yet
    await one.renew()
    other.rename(1, "eve")
    other.rename(2, "nobody")
    await other.renew()
    assert online_now().names == {1: "eve"}
    assert (one.told, other.told) == ([(["ada"], []), (["eve"], ["ada"])], [])


async def test_what_comes_together_is_told_together(two):
    one, _ = two
    for number in range(1000):
        one.arrive(number, f"p{number}", "json")
    await one.renew()
    assert [len(came) for came, _ in one.told] == [1000]


async def test_coming_and_going_between_two_deltas_is_not_told(two):
    one, _ = two
    one.arrive(1, "ada", "browser")
    one.depart(1, "browser")
    await one.renew()
    assert one.told == []


async def test_a_dead_process_loses_its_people_once_and_together(two):
    one, other = two
    for number in (1, 2, 3):
        one.arrive(number, f"p{number}", "browser")
    other.arrive(3, "p3", "browser")
    await one.renew()
    await other.renew()
    expire(one)
    assert online_now().names == {3: "p3"}
    await other.renew()
    await other.renew()
    assert other.told == [([], ["p1", "p2"])]


async def test_a_name_that_somebody_new_has_by_now_is_not_told_as_gone(two):
    one, other = two
    one.arrive(1, "bob", "plain")
    one.arrive(2, "carol", "plain")
    await one.renew()
    other.arrive(3, "bob", "plain")
    await other.renew()
    expire(one)
    await other.renew()
    assert online_now().names == {3: "bob"}
    assert other.told == [(["bob"], []), ([], ["", "carol"])]


async def test_after_redis_clock_was_set_back_a_dead_process_is_no_ghost(
    two, monkeypatch
):
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.5)
    dead, other = two
    dead.arrive(1, "ada", "browser")
    await dead.renew()
    await dead.close()
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.zincrby("{presence}:leases", 3_600_000, dead.process)
    while not other.told:
        await other.renew()
        await asyncio.sleep(0.05)
    assert other.told == [([], ["ada"])]
    assert online_now().names == {}


async def test_a_process_that_only_slept_puts_its_people_back(two):
    one, other = two
    one.arrive(1, "ada", "browser")
    await one.renew()
    other.arrive(2, "bob", "browser")
    expire(one)
    await other.renew()
    await one.renew()
    assert online_now().names == {1: "ada", 2: "bob"}
    assert other.told == [(["bob"], ["ada"])]
    assert one.told[-1] == (["ada"], [])


async def test_after_redis_lost_everything_the_next_renewal_restores_it(two):
    one, other = two
    one.arrive(1, "ada", "browser")
    other.arrive(2, "bob", "json")
    await one.renew()
    await other.renew()
    version = online_now().version
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushall()
        client.script_flush()
    await one.renew()
    await other.renew()
    assert online_now().names == {1: "ada", 2: "bob"}
    assert online_now().version > version


@pytest.mark.parametrize("key", ["{presence}:of:%s", "{presence}:leases"])
async def test_whom_redis_has_dropped_for_want_of_memory_are_put_back(two, key, caplog):
    one, other = two
    one.arrive(1, "ada", "browser")
    one.arrive(2, "bob", "json")
    await one.renew()
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(key.replace("%s", one.process))
    one.depart(2, "json")
    await one.renew()
    assert (await other.online()).names == {1: "ada"}
    assert "maxmemory-policy" in caplog.text


async def test_a_full_memory_makes_no_mistake_in_who_is_here(two):
    one, other = two
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.config_set("maxmemory", 1)
        try:
            one.arrive(1, "ada", "browser")
            other.arrive(2, "bob", "json")
            assert await one.renew()
            assert await other.renew()
            one.depart(1, "browser")
            assert await one.renew()
            assert online_now().names == {2: "bob"}
        finally:
            client.config_set("maxmemory", 0)


async def test_whom_nobody_has_is_gone_once_every_process_has_said_whom_it_has(two):
    one, other = two
    assert is_online(1) is None
    one.arrive(1, "ada", "browser")
    await one.renew()
    assert (is_online(1), is_online(2)) == (True, None)
    _since_long_ago()
    await other.renew()
    assert is_online(2) is False
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.zrem("{presence}:leases", other.process)
    await other.renew()
    assert is_online(2) is None


def _since_long_ago():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.decrby("{presence}:since", 3_600_000)


async def test_who_came_in_an_update_without_an_answer_can_go(two, monkeypatch):
    one, other = two
    await one.renew()
    one.arrive(1, "ada", "browser")
    with monkeypatch.context() as hung:
        hung.setattr(one.presence, "_update", without_an_answer(one._update))
        assert not await one.renew()
    one.depart(1, "browser")
    await one.renew()
    assert (await other.online()).names == {}


async def test_who_went_in_an_update_without_an_answer_can_come_back(two, monkeypatch):
    one, other = two
    one.arrive(1, "ada", "browser")
    await one.renew()
    one.depart(1, "browser")
    with monkeypatch.context() as hung:
        hung.setattr(one.presence, "_update", without_an_answer(one._update))
        assert not await one.renew()
    one.arrive(1, "ada", "browser")
    await one.renew()
    assert (await other.online()).names == {1: "ada"}


async def test_versions_have_no_gaps(two):
    one, other = two
    one.arrive(1, "ada", "browser")
    await one.renew()
    first = online_now().version
    other.arrive(2, "bob", "browser")
    await other.renew()
    one.depart(1, "browser")
    await one.renew()
    await one.renew()
    assert online_now().version == first + 2


async def test_without_redis_the_process_knows_its_own_people(monkeypatch):
    alone = Presence("unix:///nowhere/valkey.sock", None)
    alone.arrive(1, "ada", "browser")
    await alone.renew()
    snapshot = await alone.online()
    assert snapshot.names == {1: "ada"}
    await alone.close()


def test_a_lease_is_renewed_three_times_in_its_life():
    assert leases.RENEW_SECONDS * 3 == leases.LEASE_SECONDS == 15
