"""Who is here, as one process knows it."""

import asyncio

import pytest

from chat import wire
from chat.presence.leases import Snapshot
from chat.presence.roster import Roster

NUMBERS = {name: number for number, name in enumerate(["ada", "bob", "Cyd", "cyd"], 1)}
NEW = 9


class Redis:
    """What is asked: a snapshot; ``during`` happens while the answer is on its way."""

    def __init__(self, version, *names):
        self.answer = version, names
        self.times = 0
        self.during = lambda: None

    async def __call__(self):
        self.times += 1
        version, names = self.answer
        self.during()
        await asyncio.sleep(0)
        return Snapshot(version, {NUMBERS[name]: name for name in names}, {})


@pytest.fixture
def here():
    """Ada and bob are here, as of version 7."""
    redis = Redis(7, "bob", "ada")
    return redis, Roster(redis)


def came(version, *names):
    numbers = [NUMBERS[name] for name in names]
    return wire.Presence(version=version, online=list(names), offline=[], came=numbers)


def went(version, *names):
    numbers = [NUMBERS[name] for name in names]
    return wire.Presence(version=version, online=[], offline=list(names), went=numbers)


def seen(roster, name="ada"):
    return roster.seen_by(NUMBERS.get(name, NEW), name)


async def test_many_who_come_at_once_ask_once(here):
    redis, roster = here
    lists = await asyncio.gather(*(seen(roster) for _ in range(100)))
    assert redis.times == 1
    assert {(each.version, *each.users) for each in lists} == {(7, "ada", "bob")}


async def test_it_follows_what_everybody_hears(here):
    redis, roster = here
    await seen(roster)
    roster.hear(came(8, "Cyd"))
    roster.hear(went(9, "bob"))
    keys = {"Cyd": "cyd"}
    now = wire.Online(version=9, users=["ada", "Cyd"], numbers=[1, 3], keys=keys)
    assert await seen(roster) == now
    assert redis.times == 1


async def test_what_is_old_or_doubled_changes_nothing(here):
    _, roster = here
    await seen(roster)
    roster.hear(went(7, "bob"))
    roster.hear(came(8, "cyd"))
    roster.hear(went(8, "cyd"))
    assert (await seen(roster)).users == ["ada", "bob", "cyd"]


async def test_after_one_that_is_missing_it_asks_again(here):
    redis, roster = here
    await seen(roster)
    redis.answer = 9, ("ada",)
    roster.hear(came(9, "cyd"))
    assert (await seen(roster)).users == ["ada"]
    assert redis.times == 2


async def test_what_is_heard_while_it_asks_is_not_lost(here):
    redis, roster = here
    redis.during = lambda: [roster.hear(came(7, "ada")), roster.hear(came(8, "cyd"))]
    await seen(roster)
    now = await seen(roster)
    assert (now.version, now.users) == (8, ["ada", "bob", "cyd"])


@pytest.mark.parametrize("name", ["Aaa", "b", "zoe"])
async def test_who_asks_is_on_the_list_in_its_place(here, name):
    _, roster = here
    assert (await seen(roster, name)).users == sorted(
        ["ada", "bob", name], key=str.casefold
    )
    assert (await seen(roster)).users == ["ada", "bob"]


async def test_without_redis_nothing_is_kept(here):
    redis, roster = here
    redis.answer = 0, ("ada",)
    assert (await seen(roster)).version == 0
    redis.answer = 8, ("ada", "bob")
    assert (await seen(roster)).version == 8


async def test_what_nobody_asks_for_is_not_kept(here):
    redis, roster = here
    for version in range(100):
        roster.hear(came(version, "cyd"))
    redis.answer = 99, ("ada",)
    assert (await seen(roster)).users == ["ada"]


async def test_who_is_called_otherwise_is_on_the_list_once(here):
    redis, roster = here
    assert (await roster.seen_by(1, "eve")).users == ["bob", "eve"]
    renamed = {"online": ["eve"], "offline": ["ada"], "came": [1], "went": [1]}
    roster.hear(wire.Presence(version=8, **renamed))
    now = await roster.seen_by(1, "eve")
    assert (now.users, now.numbers, redis.times) == (["bob", "eve"], [2, 1], 1)


async def test_of_two_of_one_name_the_later_one_has_it(here):
    _, roster = here
    now = await roster.seen_by(NEW, "bob")
    assert (now.users, now.numbers) == (["ada", "bob"], [1, NEW])


async def test_what_the_version_before_tells_is_asked_for(here):
    redis, roster = here
    await seen(roster)
    roster.hear(wire.Presence(version=8, online=["cyd"], offline=[]))
    redis.answer = 8, ("ada", "bob", "cyd")
    assert (await seen(roster)).numbers == [1, 2, 4]
