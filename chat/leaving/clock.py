"""Sees off who has left, from the start of a process to its end."""

from __future__ import annotations

import asyncio

from django.utils import timezone

from chat.concurrency.threads import read, write
from chat.leaving import departing
from chat.leaving.models import Departure
from chat.leaving.parts import Part, parts, take_away
from chat.sessions.process import Process, logged

# Within a second all see that somebody is in their room no more.
LOOK_SECONDS = 0.5
# Between two steps: others write there.
REST_SECONDS = 0.05


async def keep(process: Process) -> None:
    """See off who has left, unless another process of the site does."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await logged(see_off())


async def see_off() -> None:
    """See off all who have left, to the end."""
    for number in await read(departing.open_departures, timezone.now()):
        its = await write(departing.take, number, timezone.now())
        if its is not None:
            for part in parts():
                await _take_away(its, part)
            await write(departing.end, its)


async def _take_away(its: Departure, part: Part) -> None:
    while found := await read(part.found, its):
        for start in range(0, len(found), part.at_once):
            await write(take_away, part, its, found[start : start + part.at_once])
            await asyncio.sleep(REST_SECONDS)
