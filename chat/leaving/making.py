"""Makes exports, from the start of a process to its end.

A program of low priority makes each: what it takes of the machine is nobody's time who
talks.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial

from django.utils import timezone

from chat.backup.beside import run
from chat.concurrency.threads import beside, read, write
from chat.leaving import exports
from chat.leaving.models import Export
from chat.sessions.process import Process, logged

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
CLEAR_SECONDS = 3600.0
RENEW_SECONDS = exports.HOLD.total_seconds() / 3


async def keep(process: Process) -> None:
    """Make what is asked for, unless another process does; and clear what is left."""
    looks = 0
    while True:
        if looks % int(CLEAR_SECONDS / LOOK_SECONDS) == 0:
            await logged(beside("export", exports.clear))
        looks += 1
        await logged(make_next())
        await asyncio.sleep(LOOK_SECONDS)


async def make_next() -> None:
    """Make the next that waits, if none is being made."""
    if not await read(exports.is_wanted, timezone.now()):
        return
    its = await write(exports.take, timezone.now())
    if its is None:
        return
    work = beside("export", partial(_make, its))
    while not (await asyncio.wait([work], timeout=RENEW_SECONDS))[0]:
        # Where that fails once it goes on all the same; it is held for long enough.
        await logged(write(exports.renew, its))
    size = await work
    await write(exports.succeed, its, size) if size else await write(exports.fail, its)


def _make(its: Export) -> int:
    """Have it made; return how many bytes it has, 0 if it was not."""
    path = exports.place_of(its)
    with suppress(FileNotFoundError):
        path.unlink()  # of who was killed before it was told
    if said := run("export", str(path), "--person", its.person.address):
        logger.warning("No export was made for %s. %s", its.person, said)
        return 0
    return path.stat().st_size
