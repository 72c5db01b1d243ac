"""Work that arrives together is done together."""

import asyncio

import pytest

from chat.concurrency.batches import Batch
from chat.concurrency.trouble import Locked
from chat.wire.errors import DatabaseAway


class Work:
    """Doubles numbers, when it is let; keeps what it was asked for at once."""

    def __init__(self):
        self.asked = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def __call__(self, items):
        self.asked.append(items)
        await self.may_go_on.wait()
        return [ValueError("odd") if n % 2 else 2 * n for n in items]


async def test_who_comes_alone_is_served_at_once():
    work = Work()
    batch = Batch(work)
    assert [await batch(2), await batch(4)] == [4, 8]
    assert work.asked == [[2], [4]]


async def test_who_comes_meanwhile_is_served_together_and_in_order():
    work = Work()
    batch = Batch(work)
    work.may_go_on.clear()
    first = batch(2)
    while not work.asked:
        await asyncio.sleep(0)
    others = [batch(n) for n in (4, 6, 8)]
    await asyncio.sleep(0)
    work.may_go_on.set()
    assert await asyncio.gather(first, *others) == [4, 8, 12, 16]
    assert work.asked == [[2], [4, 6, 8]]


async def test_no_more_than_the_most_are_served_at_once():
    work = Work()
    batch = Batch(work, most=2)
    await asyncio.gather(*(batch(n) for n in (2, 4, 6)))
    assert work.asked == [[2, 4], [6]]


async def test_an_error_is_its_own_callers_alone():
    batch = Batch(Work())
    good, bad = await asyncio.gather(batch(2), batch(3), return_exceptions=True)
    assert good == 4
    assert isinstance(bad, ValueError)


async def test_what_one_of_them_has_brought_is_not_the_others_misfortune():
    async def divide(items):
        return [12 // item for item in items]

    batch = Batch(divide)
    done = await asyncio.gather(*map(batch, (3, 0, 4)), return_exceptions=True)
    assert [done[0], type(done[1]), done[2]] == [4, ZeroDivisionError, 3]
    assert await batch(2) == 6


async def test_trouble_of_the_database_is_tried_once_more_by_all_together():
    asked = []

    async def away(items):
        asked.append(list(items))
        if len(asked) % 3:
            raise DatabaseAway
        return items

    batch = Batch(away)
    done = await asyncio.gather(*map(batch, (1, 2)), return_exceptions=True)
    assert list(map(type, done)) == [DatabaseAway, DatabaseAway]
    assert await batch(3) == 3
    assert asked == [[1, 2], [1, 2], [3]]


async def test_whoever_has_to_wait_is_served_before_who_comes_later():
    asked, locked = [], {"a"}

    async def work(items):
        asked.append("".join(items))
        return [Locked() if item[0] in locked else item for item in items]

    batch = Batch(work, patience=60)
    first, second = batch("a1"), batch("b1")
    assert await second == "b1"
    later = [batch("a2"), batch("b2")]
    assert await later[1] == "b2"
    locked.clear()
    assert await asyncio.gather(first, later[0]) == ["a1", "a2"]
    assert asked[1].startswith("a1")
    assert asked[-1] == "a1a2"


async def test_patience_has_an_end():
    async def away(items):
        raise DatabaseAway

    batch = Batch(away, patience=0.1)
    done = await asyncio.gather(batch(1), batch(2), return_exceptions=True)
    assert list(map(type, done)) == [DatabaseAway, DatabaseAway]


async def test_whoever_gives_up_is_not_kept():
    locked = True

    async def work(items):
        return [Locked() if locked else item for item in items]

    batch = Batch(work, patience=60)
    gone = batch(1)
    while not batch._patient:
        await asyncio.sleep(0)
    gone.cancel()
    locked = False
    assert await batch(2) == 2
    assert not batch._patient


async def test_nobody_waits_twice_for_a_database_that_is_stuck():
    may_fail, asked = asyncio.Event(), []

    async def stuck(items):
        asked.append(items)
        await may_fail.wait()
        raise DatabaseAway

    batch = Batch(stuck, patience=1e-6)
    first = batch(1)
    while not asked:
        await asyncio.sleep(0)
    behind = batch(2)
    may_fail.set()
    done = await asyncio.gather(first, behind, return_exceptions=True)
    assert list(map(type, done)) == [DatabaseAway, DatabaseAway]
    assert asked == [[1]]


async def test_a_caller_who_gives_up_leaves_the_others_theirs():
    work = Work()
    batch = Batch(work)
    work.may_go_on.clear()
    tasks = [batch(n) for n in (2, 4)]
    while not work.asked:
        await asyncio.sleep(0)
    tasks[0].cancel()
    work.may_go_on.set()
    assert await tasks[1] == 8
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]


async def test_work_that_is_cancelled_is_so_for_its_callers_alone():
    work = Work()
    batch = Batch(work)
    work.may_go_on.clear()
    first = batch(2)
    while not work.asked:
        await asyncio.sleep(0)
    batch._doing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.may_go_on.set()
    assert await batch(4) == 8


async def test_a_result_too_few_does_not_hold_up_those_who_come_later():
    async def forget_one(items):
        return items[:1]

    batch, failures = Batch(forget_one), []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: failures.append(context))
    first, second = batch(1), batch(2)
    assert await first == 1
    assert await batch(3) == 3
    assert not second.done()
    assert isinstance(failures[0]["exception"], ValueError)
