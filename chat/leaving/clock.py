"""Sees off who has left, from the start of a process to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from django.utils import timezone

from chat.concurrency.threads import read, write
from chat.leaving import departing
from chat.leaving.models import Departure
from chat.leaving.parts import Part, parts, take_away
from chat.sessions.process import Process, logged

# Within a second all see that somebody is in their room no more.
LOOK_SECONDS = 0.5
# Between two steps, of whomever: others write there.
REST_SECONDS = 0.05
# Each of so many has a turn long before its hold is over.
AT_ONCE = 50


async def keep(process: Process) -> None:
    """See off who has left, unless another process of the site does.

    A step of each by turns: nobody waits for somebody who has said more.
    """
    turn, going = asyncio.Lock(), set[int]()
    async with asyncio.TaskGroup() as tasks:

        def begin(number: int) -> None:
            going.add(number)
            task = tasks.create_task(logged(_go_on(number, turn)))
            task.add_done_callback(lambda _: going.discard(number))

        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await logged(_look(going, begin))


async def see_off(its: Departure, turn: asyncio.Lock) -> None:
    """See off one who has left, to the end; a step whenever it is their turn."""
    for part in parts():
        await _take_away(its, part, turn)
    await write(departing.end, its)


async def _look(going: Collection[int], begin: Callable[[int], None]) -> None:
    found = await read(departing.open_departures, timezone.now())
    for number in found[: AT_ONCE - len(going)]:
        if number not in going:
            begin(number)


async def _go_on(number: int, turn: asyncio.Lock) -> None:
    its = await write(departing.take, number, timezone.now())
    if its is not None:
        await see_off(its, turn)


async def _take_away(its: Departure, part: Part, turn: asyncio.Lock) -> None:
    while found := await read(part.found, its):
        for start in range(0, len(found), part.at_once):
            async with turn:
                await write(take_away, part, its, found[start : start + part.at_once])
                await asyncio.sleep(REST_SECONDS)
