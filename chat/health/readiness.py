"""Whether this process can serve people just now.

It is ready while the database answers. Redis is told of, and does not decide: without
it all is stored and seen some seconds late, and all processes are without it at once.
If they all said that they are not ready, whoever shares out the visits would turn
everybody away from a site that serves. A process that was told to end is not ready from
then on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from django.db import DatabaseError, InterfaceError

from chat.broker.client import UNAVAILABLE
from chat.concurrency import damage
from chat.concurrency.threads import WRITING, read
from chat.logging.outage import DATABASE
from chat.models import Conversation
from chat.sessions.process import Process
from chat.wire.errors import ChatError

# How long an answer is waited for, and for how long it is told to others.
PATIENCE_SECONDS = 1.0
FRESH_SECONDS = 1.0
# It is looked so often meanwhile: a moment in which this process itself did not get to
# run is one look, and not all of the patience.
LOOKS = 5

WELL = "ok"
AWAY = "does not answer"
DAMAGED = "is damaged: it can be read, and nothing is stored"
READ_ONLY = "can only be read: nothing is stored"
DELAYED = "does not answer: what is said is stored, and seen some seconds late"


class Leaving:
    """``has_begun``: this process was told to end; set in a signal's handler."""

    has_begun = False


class Part:
    """What is asked whether it is there: once at a time, however many want to know.

    ``ask`` returns whether it is. One that hangs is not asked again before it answers.
    """

    def __init__(self, ask: Callable[[], Awaitable[bool]]) -> None:
        self._ask = ask
        self._asking: asyncio.Task[bool] | None = None
        self._answered_at = float("-inf")

    async def is_well(self) -> bool:
        """As it is now, or was a moment ago."""
        now = asyncio.get_running_loop().time()
        if self._asking is None or now - self._answered_at > FRESH_SECONDS:
            self._asking = asyncio.create_task(self._find())
            self._answered_at = float("inf")
        asking = self._asking
        for _ in range(LOOKS):
            await asyncio.wait([asking], timeout=PATIENCE_SECONDS / LOOKS)
            if asking.done():
                return asking.result()
        return False

    async def _find(self) -> bool:
        try:
            return await self._ask()
        finally:
            self._answered_at = asyncio.get_running_loop().time()


class Readiness:
    """Of one process."""

    def __init__(self) -> None:
        self._database = Part(_ask_database)
        self._redis = Part(_ask_redis)

    async def look(self) -> tuple[bool, dict[str, str]]:
        """Whether it is ready; and how each part is."""
        database, redis = await asyncio.gather(
            self._database.is_well(), self._redis.is_well()
        )
        parts = {
            "database": _words_of(database),
            "redis": WELL if redis else DELAYED,
        }
        if Leaving.has_begun:
            parts["process"] = "is ending"
        return database and not Leaving.has_begun, parts


def _words_of(database: bool) -> str:
    if not database:
        return AWAY
    if damage.is_known():
        return DAMAGED
    return READ_ONLY if DATABASE.lacks(WRITING) else WELL


async def _ask_database() -> bool:
    try:
        return await read(_is_there)
    except ChatError:
        return False


def _is_there() -> bool:
    """In one of the threads that people's reads take: it has to be free as well."""
    try:
        Conversation.objects.exists()
    except (DatabaseError, InterfaceError):
        return False  # who has asked is told, again and again; the log is not
    return True


async def _ask_redis() -> bool:
    process = Process.here()
    try:
        await process.presence.ping()
    except UNAVAILABLE:
        return False
    return process.layer.is_listening and not process.delayed
