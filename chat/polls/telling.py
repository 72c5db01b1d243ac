"""How polls stand is told, gathered for a moment: a thousand votes are a few tellings.

Each telling takes a number of the log, so that who was away learns of it as of all
else. What is not told yet is noted with the poll, and not here: of a process that died,
another one tells it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from chat.concurrency.threads import read, write
from chat.delivery.announce import by_connection
from chat.polls import polling
from chat.sessions.process import Process, logged

GATHER_SECONDS = 0.5
# How often it is looked for what a process that died has left.
LOOK_SECONDS = 5.0
WAKE = "polls"


def soon(process: Process) -> None:
    """Somebody has voted here."""
    process.wakes[WAKE].set()


async def keep(process: Process) -> None:
    """Tell it, as long as this process runs."""
    wake = process.wakes[WAKE]
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await wake.wait()
        if wake.is_set():
            await asyncio.sleep(GATHER_SECONDS)
        wake.clear()
        await logged(_tell())


async def _tell() -> None:
    # Who has voted last hears it as well.
    with by_connection(""):
        for number in await read(polling.untold):
            await write(polling.tell, number)
