"""Takes away what is too old, from the start of a process to its end."""

from __future__ import annotations

import asyncio

from chat.accounts.sweeping import is_ours
from chat.concurrency.threads import read, write
from chat.retention import keeping
from chat.sessions.process import Process, logged

# Once those have come in who come back after a restart.
FIRST_SECONDS = 30.0
LOOK_SECONDS = 3600.0
CLEAR_SECONDS = 60.0
# Between two steps: others write there.
REST_SECONDS = 0.1
CLAIM = "retain"


async def keep(process: Process) -> None:
    """Look every hour, if no other process of the site does."""
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        await logged(keep_to_limit())
        await asyncio.sleep(LOOK_SECONDS)


async def keep_to_limit() -> None:
    """Take away all that is too old."""
    if not await read(is_ours, int(LOOK_SECONDS - 60), CLAIM):
        return
    after, limits = 0, keeping.limits()
    while numbers := await read(keeping.due, limits, after):
        after = numbers[-1]
        for number in numbers:
            more = True
            while more:
                more = await write(keeping.step, number, limits)
                await asyncio.sleep(REST_SECONDS)


async def keep_clearing(process: Process) -> None:
    """Clear what all have left, from the start of a process to its end.

    Each process does: of two at the same group each has its step, one after the other.
    """
    while True:
        await asyncio.sleep(CLEAR_SECONDS)
        await logged(clear_deserted())


async def clear_deserted() -> None:
    """Clear what all have left."""
    for number in await read(keeping.deserted):
        more = True
        while more:
            more = await write(keeping.clear, number)
            await asyncio.sleep(REST_SECONDS)
