"""Says what is due, from the start of a process to its end."""

from __future__ import annotations

import asyncio
import logging
import secrets
from math import inf

from django.utils import timezone

from chat.concurrency.threads import read, write
from chat.later import claims
from chat.later.models import Scheduled
from chat.models import PostRequest
from chat.sessions.process import Process, logged
from chat.sessions.rate import PACES
from chat.text.markdown import RENDERER
from chat.wire.errors import ChatError, Internal, NotAllowed, Unavailable
from chat.words import sentence

logger = logging.getLogger(__name__)

# More often than the soonest that something can be scheduled for: each is seen before.
LOOK_SECONDS = 4.0
# Where somebody else is at what comes before.
MOMENT_SECONDS = 0.1
AWAY = sentence("You were gone when it was to be sent, and your name was free.")


async def keep(process: Process) -> None:
    """Wait for what is due, and say it; while nothing is, nothing is written."""
    while True:
        left = await _left()
        await asyncio.sleep(min(max(left, MOMENT_SECONDS), LOOK_SECONDS))
        if left <= LOOK_SECONDS:
            await logged(say_due(process))


async def say_due(process: Process) -> None:
    """Say what is due and nobody else is at, in the order of its times."""
    holder = secrets.token_hex(8)
    if not await write(claims.claim, holder):
        return
    while found := await write(claims.take, holder):
        # Begun in their order, they are stored in their order, together.
        await asyncio.gather(*(_say(process, each) for each in found))


async def _left() -> float:
    """The seconds until the next is due, as far as anything is known to be."""
    try:
        at = await read(claims.next_at)
    except ChatError:
        return inf  # the database is away
    return (at - timezone.now()).total_seconds() if at is not None else inf


async def _say(process: Process, one: Scheduled) -> None:
    try:
        if one.author.is_released:
            raise NotAllowed(AWAY)
        said = await process.posts(_request(one))
    except (Unavailable, Internal):
        await write(claims.put_off, one)
    except ChatError as error:
        await write(claims.refuse, one, error)
    except Exception:
        logger.exception("What was scheduled could not be said; it is tried again.")
        await write(claims.put_off, one)
    else:
        await write(claims.end, one, said)


def _request(one: Scheduled) -> PostRequest:
    # It counts as if it were said just now; whoever says much waits afterwards.
    pace = PACES.of(one.author.pk, asyncio.get_running_loop().time)
    pace.commands.give_back(-1)
    html = one.html if one.renderer == RENDERER else ""
    said = one.body, one.uuid, html, one.action
    answers = one.reply_to, one.epoch
    return PostRequest(one.author, one.to, *said, None, *answers, waits=True)
