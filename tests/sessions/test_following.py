"""Followers of the logs: told of everything, at least once, and in nobody's way."""

import asyncio
import threading
import time
from datetime import timedelta
from functools import partial

import pytest

from chat.concurrency.threads import read, write
from chat.models import hooks
from chat.models.messages import following as positions
from chat.models.messages.following import Position
from chat.sessions import following
from chat.sessions.following import Follower, _Following
from chat.sessions.process import Process
from tests.support.people import arrive, eventually
from tests.support.waiting import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
HOLD = timedelta(seconds=1.5)


class Archive:
    """A follower as a capability would be one: it writes down what it is told."""

    def __init__(self, name="archive", *, from_start=False):
        self.follower = Follower(name, self.handle, from_start)
        self.kept = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.stumbles = 0

    def handle(self, changes):
        assert self.may_go_on.wait(SECONDS)
        if self.stumbles:
            self.stumbles -= 1
            raise OSError("the archive's disk is full")
        self.kept += [
            (changes.conversation, message.changed, message.body)
            for message in changes.messages
        ]

    async def has(self, *wanted):
        async def is_there():
            return set(wanted) <= set(self.kept)

        await eventually(is_there)


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Followers that a test registers are gone after it."""
    monkeypatch.setattr(following, "_followers", {})
    monkeypatch.setattr(following, "_listening", set())
    monkeypatch.setattr(hooks, "HOOKS", [])
    monkeypatch.setattr(following, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(following, "SWEEP_SECONDS", 0.2)
    monkeypatch.setattr(following, "PAUSE", timedelta(seconds=0.3))


@pytest.fixture
def archive():
    made = Archive()
    following.register(made.follower)
    return made


async def test_it_is_told_what_is_said_and_what_becomes_of_it(archive):
    [ada] = await arrive("ada")
    first = await ada.post("#lobby", "hello")
    lobby = first["conversation"]
    await archive.has((lobby, 1, "hello"))
    await ada.say("edit", conversation=lobby, seq=1, body="hello all")
    await ada.post("#lobby", "again")
    await archive.has((lobby, 2, "hello all"), (lobby, 3, "again"))
    await ada.say("delete", conversation=lobby, seq=3)
    await archive.has((lobby, 4, ""))


async def test_a_new_one_begins_where_the_logs_end():
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "before"))["conversation"]
    late, whole = Archive("late"), Archive("whole", from_start=True)
    for each in (late, whole):
        following.register(each.follower)
    following.start(Process.here())
    await whole.has((lobby, 1, "before"))
    await ada.post("#lobby", "after")
    await late.has((lobby, 2, "after"))
    await whole.has((lobby, 2, "after"))
    assert late.kept == [(lobby, 2, "after")]


async def test_one_that_is_known_goes_on_where_it_was(archive):
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "one"))["conversation"]
    await archive.has((lobby, 1, "one"))
    following._listening.clear()  # as if its process had ended
    await write(positions.begin, "archive")
    await ada.post("#lobby", "two")
    following.start(Process.here())
    await archive.has((lobby, 2, "two"))
    assert archive.kept.count((lobby, 1, "one")) == 1


async def test_one_that_is_ahead_of_a_restored_log_goes_on_where_that_ends(archive):
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "one"))["conversation"]
    await archive.has((lobby, 1, "one"))
    mine = Position.objects.filter(conversation=lobby)
    await write(partial(mine.update, seq=100))
    await eventually(lambda: read(mine.filter(seq=1, holder="").exists))
    await ada.post("#lobby", "two")
    await archive.has((lobby, 2, "two"))
    assert archive.kept.count((lobby, 1, "one")) == 1


async def test_what_failed_is_told_again(archive):
    archive.stumbles = 2
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "hello"))["conversation"]
    await archive.has((lobby, 1, "hello"))
    assert archive.kept == [(lobby, 1, "hello")]


async def test_no_post_waits_for_one_that_is_slow(archive):
    archive.may_go_on.clear()
    [ada] = await arrive("ada")
    async with asyncio.timeout(SECONDS / 2):
        posted = [await ada.post("#lobby", f"word {n}") for n in range(20)]
    assert archive.kept == []
    archive.may_go_on.set()
    lobby = posted[0]["conversation"]
    await archive.has(*((lobby, n + 1, f"word {n}") for n in range(20)))


@pytest.mark.dear
async def test_several_share_the_work_and_do_nothing_twice(archive):
    [ada] = await arrive("ada")
    others = [_Following(archive.follower) for _ in range(3)]
    for each in others:
        following._listening.add(each.wake)
        Process.here().keep(asyncio.create_task(each.run()))
    for n in range(40):
        lobby = (await ada.post("#lobby", f"word {n}"))["conversation"]
    bodies = {f"word {n}" for n in range(40)}

    async def all_told():
        return bodies <= {body for _, _, body in archive.kept}

    await eventually(all_told)
    assert len(archive.kept) == 40
    assert {number for number, *_ in archive.kept} == {lobby}


async def test_what_a_dead_process_was_at_is_done_by_another(archive, monkeypatch):
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "one"))["conversation"]
    await archive.has((lobby, 1, "one"))

    async def is_taken():
        return await write(positions.take, "archive", lobby, "the dead") == 1

    await eventually(is_taken)
    await ada.post("#lobby", "two")
    await asyncio.sleep(0.5)
    assert archive.kept == [(lobby, 1, "one")]
    past = positions.timezone.now() - timedelta(seconds=1)
    held = positions.Position.objects.filter(holder="the dead")
    assert await write(held.update, held_until=past) == 1
    await archive.has((lobby, 2, "two"))
    assert not await write(positions.advance, "archive", lobby, "the dead", 9)


async def test_a_room_that_is_gone_is_nobodys_work(archive):
    [ada] = await arrive("ada")
    room = (await ada.say("create", name="den"))["conversation"]["id"]
    archive.may_go_on.clear()
    await ada.post("#den", "hello")
    den = await write(positions.Conversation.objects.get, pk=room)
    await write(den.dissolve)
    archive.may_go_on.set()
    lobby = (await ada.post("#lobby", "still here"))["conversation"]
    await archive.has((lobby, 1, "still here"))


async def test_what_was_left_is_done_amid_all_the_talk(archive):
    [ada] = await arrive("ada")
    den = (await ada.say("create", name="den"))["conversation"]["id"]
    assert await write(positions.take, "archive", den, "the dead") == 0
    await ada.post("#den", "left behind")
    held = positions.Position.objects.filter(holder="the dead")
    assert await write(held.update, held_until=positions.timezone.now()) == 1
    async with asyncio.timeout(SECONDS):
        while (den, 1, "left behind") not in archive.kept:
            await ada.post("#lobby", "and so on")


async def test_one_that_is_slow_holds_up_no_other(archive):
    slow = Archive("slow", from_start=True)
    slow.may_go_on.clear()
    following.register(slow.follower)
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "hello"))["conversation"]
    await archive.has((lobby, 1, "hello"))
    assert slow.kept == []
    slow.may_go_on.set()
    await slow.has((lobby, 1, "hello"))


@pytest.mark.dear
async def test_who_takes_long_is_not_taken_for_dead(archive, monkeypatch):
    monkeypatch.setattr(positions, "HOLD", HOLD)
    monkeypatch.setattr(following, "RENEW_SECONDS", 0.2)
    archive.may_go_on.clear()
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "hello"))["conversation"]
    held = Position.objects.filter(conversation=lobby).exclude(holder="")
    await eventually(lambda: read(held.exists))
    first = (await read(held.get)).held_until
    await eventually(lambda: read(held.filter(held_until__gt=first + HOLD).exists))
    assert await write(positions.take, "archive", lobby, "another") is None
    archive.may_go_on.set()
    await archive.has((lobby, 1, "hello"))
    assert archive.kept == [(lobby, 1, "hello")]


@pytest.mark.dear
async def test_one_with_a_delay_waits_and_is_not_on_the_way_of_a_post():
    late = Archive("late")
    delayed = Follower("late", late.handle, delay=timedelta(seconds=1))
    following.register(delayed)
    assert hooks.HOOKS == []
    [ada] = await arrive("ada")
    lobby = (await ada.post("#lobby", "one"))["conversation"]
    said_at = time.monotonic()
    await late.has((lobby, 1, "one"))
    assert time.monotonic() - said_at > 0.9


async def test_one_that_is_off_is_told_nothing_and_then_what_is_new():
    late, switch = Archive("late"), {"on": False}
    switched = Follower("late", late.handle, is_on=lambda: switch["on"])
    following.register(switched)
    [ada] = await arrive("ada")
    mine = Position.objects.filter(follower="late")

    async def is_deaf():
        return not following._listening

    for number in (1, 3):
        switch["on"] = False
        await eventually(is_deaf)
        lobby = (await ada.post("#lobby", "off"))["conversation"]
        switch["on"] = True
        there = mine.filter(conversation=lobby, seq=number)
        await eventually(lambda there=there: read(there.exists))
        await ada.post("#lobby", "on")
        await late.has((lobby, number + 1, "on"))
    assert late.kept == [(lobby, 2, "on"), (lobby, 4, "on")]


async def test_one_that_is_off_is_on_no_posts_way():
    following.register(Follower("late", Archive().handle, is_on=lambda: False))
    [ada] = await arrive("ada")
    await ada.post("#lobby", "one")
    assert hooks.HOOKS == []
