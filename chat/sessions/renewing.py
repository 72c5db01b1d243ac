"""Renews the HTML that an older renderer has made: beside all else, in small steps.

After an update it goes through all conversations, one after the other, and takes no
more than a tenth of a core; whatever is read meanwhile is right already (``renewal``).
Later it looks for what a version before has said that runs beside, and for what another
process has left unfinished.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from chat.concurrency.threads import beside
from chat.models import following, renewal
from chat.sessions.process import Process, logged

# Once those have come in who come back after a restart; and a process that was killed
# holds nothing any more.
FIRST_SECONDS = 15.0
LOOK_SECONDS = 300.0
# Rests, for each second that it works.
REST = 9
CONVERSATIONS_MOST = 100
# Where it failed, it is not tried again before this has passed.
PAUSE = timedelta(hours=1)

T = TypeVar("T")


def start(process: Process) -> None:
    """Set this process's part of the work going."""
    process.keep(asyncio.create_task(_keep_renewed()))


async def renew_all() -> None:
    """Go once through what is old, and nobody else is at."""
    holder, after = secrets.token_hex(8), 0
    behind = partial(following.behind, renewal.FOLLOWER, CONVERSATIONS_MOST)
    while numbers := await _do(partial(behind, after=after)):
        for number in numbers:
            await logged(_renew(number, holder))
        after = numbers[-1]
    await _do(renewal.forget_older)


async def _keep_renewed() -> None:
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        await logged(renew_all())
        await asyncio.sleep(LOOK_SECONDS)


async def _renew(number: int, holder: str) -> None:
    mine = renewal.FOLLOWER, number, holder
    done = await _do(partial(following.take, *mine))
    if done is None:
        return
    more = True
    try:
        while more:
            step = await _do(partial(renewal.renew, number, done))
            done, more = step.upto, step.more
            await asyncio.sleep(step.seconds * REST)
            if more and not await _do(partial(following.advance, *mine, done)):
                return  # it took too long: somebody else has gone on
    except Exception:
        await _do(partial(following.leave, *mine, done, pause=PAUSE))
        raise
    await _do(partial(following.leave, *mine, done, pause=timedelta()))


def _do(work: Callable[[], T]) -> asyncio.Future[T]:
    return beside("renew", work)
