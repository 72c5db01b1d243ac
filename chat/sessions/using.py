"""Who is connected uses the log-in that they came by: by the clock, and all as one."""

from __future__ import annotations

import asyncio

from chat.concurrency.threads import write
from chat.models.people.log_in import mark_used
from chat.sessions.process import AT_ONCE, Process, logged

USED_SECONDS = 600


async def keep(process: Process) -> None:
    while True:
        await asyncio.sleep(USED_SECONDS)
        keys = list({session.key for session in process.sessions} - {""})
        for start in range(0, len(keys), AT_ONCE):
            await logged(write(mark_used, keys[start : start + AT_ONCE]))
