"""Whether what is published at one Redis server is heard here: it is tried."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import redis
import redis.asyncio

from chat.broker.client import CONNECT_SECONDS, UNAVAILABLE, start_anew
from chat.broker.layer import TRIAL, Turn
from chat.broker.sender import Sender
from chat.logging.outage import REDIS

REPLICA = (
    "it is a replica that can only be read; live events are delayed until REDIS_URL"
    " leads to its master"
)

ANEW_SECONDS = 5.0
# A key that there never is.
NOTHING = "{presence}:nothing"


class Trial:
    """``own`` is a topic that only this process hears there, by the sink ``hear``.

    ``sender`` is what threads publish by; ``abort`` gives up the connection that
    listens. Where a trial fails, all connect anew, to where the address leads by then.
    """

    def __init__(
        self,
        client: redis.asyncio.Redis,
        own: str,
        *,
        sender: Sender,
        abort: Callable[[], None],
    ) -> None:
        self.own = own
        self._redis = client
        self._sender = sender
        self._abort = abort
        self._heard = asyncio.Event()
        self._failures = 0
        self._anew_at = float("-inf")

    async def succeeds(self, word: bytes) -> bool:
        """Whether ``word``, which is ``TRIAL``, comes back, and writes are taken."""
        self._heard.clear()
        try:
            await self._publish(word)
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._heard.wait()
        except UNAVAILABLE as error:
            await self._fail(error)
            return False
        self._failures = 0
        self._sender.forgive()
        return True

    def hear(self, turn: Turn) -> None:
        if TRIAL in turn.messages:
            self._heard.set()

    def resume(self) -> None:
        """It is listened to anew, maybe elsewhere: who publishes goes there, too."""
        self._sender.start_anew()
        self._sender.forgive()

    async def _publish(self, word: bytes) -> None:
        # A replica that can only be read takes what is published, and tells nobody else
        # of it. To delete is a write that a full memory allows.
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.publish(self.own, word)
            pipe.delete(NOTHING)
            await pipe.execute()

    async def _fail(self, error: Exception) -> None:
        self._failures += 1
        is_late = isinstance(error, TimeoutError | redis.TimeoutError)
        now = asyncio.get_running_loop().time()
        if (is_late and self._failures == 1) or now - self._anew_at < ANEW_SECONDS:
            return
        self._anew_at = now
        if isinstance(error, redis.ReadOnlyError):
            REDIS.failed(REPLICA)
        self._sender.start_anew()
        start_anew()
        await self._redis.connection_pool.disconnect(inuse_connections=False)
        self._abort()
