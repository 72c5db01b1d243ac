"""Who is here, as one process knows it."""

import asyncio

import pytest

from chat import wire
from chat.presence.leases import Snapshot
from chat.presence.roster import Roster


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
        return Snapshot(version, dict(enumerate(names)), {})


@pytest.fixture
def here():
    """Ada and bob are here, as of version 7."""
    redis = Redis(7, "bob", "ada")
    return redis, Roster(redis)


def came(version, *names):
    return wire.Presence(version=version, online=list(names), offline=[])


def went(version, *names):
    return wire.Presence(version=version, online=[], offline=list(names))


async def test_many_who_come_at_once_ask_once(here):
    redis, roster = here
    seen = await asyncio.gather(*(roster.seen_by("ada") for _ in range(100)))
    assert redis.times == 1
    assert {(each.version, *each.users) for each in seen} == {(7, "ada", "bob")}


async def test_it_follows_what_everybody_hears(here):
    redis, roster = here
    await roster.seen_by("ada")
    roster.hear(came(8, "Cyd"))
    roster.hear(went(9, "bob"))
    seen = wire.Online(version=9, users=["ada", "Cyd"], keys={"Cyd": "cyd"})
    assert await roster.seen_by("ada") == seen
    assert redis.times == 1


async def test_what_is_old_or_doubled_changes_nothing(here):
    _, roster = here
    await roster.seen_by("ada")
    roster.hear(went(7, "bob"))
    roster.hear(came(8, "cyd"))
    roster.hear(went(8, "cyd"))
    assert (await roster.seen_by("ada")).users == ["ada", "bob", "cyd"]


async def test_after_one_that_is_missing_it_asks_again(here):
    redis, roster = here
    await roster.seen_by("ada")
    redis.answer = 9, ("ada",)
    roster.hear(came(9, "cyd"))
    assert (await roster.seen_by("ada")).users == ["ada"]
    assert redis.times == 2


async def test_what_is_heard_while_it_asks_is_not_lost(here):
    redis, roster = here
    redis.during = lambda: [roster.hear(came(7, "ada")), roster.hear(came(8, "cyd"))]
    await roster.seen_by("ada")
    seen = await roster.seen_by("ada")
    assert (seen.version, seen.users) == (8, ["ada", "bob", "cyd"])


@pytest.mark.parametrize("name", ["Aaa", "b", "zoe"])
async def test_who_asks_is_on_the_list_in_its_place(here, name):
    _, roster = here
    assert (await roster.seen_by(name)).users == sorted(
        ["ada", "bob", name], key=str.casefold
    )
    assert (await roster.seen_by("ada")).users == ["ada", "bob"]


async def test_without_redis_nothing_is_kept(here):
    redis, roster = here
    redis.answer = 0, ("ada",)
    assert (await roster.seen_by("ada")).version == 0
    redis.answer = 8, ("ada", "bob")
    assert (await roster.seen_by("ada")).version == 8


async def test_what_nobody_asks_for_is_not_kept(here):
    redis, roster = here
    for version in range(100):
        roster.hear(came(version, "cyd"))
    redis.answer = 99, ("ada",)
    assert (await roster.seen_by("ada")).users == ["ada"]
