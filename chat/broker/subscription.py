"""A connection to Redis that listens, and nothing else.

redis-py connects it, logs in and encrypts. From then on hiredis reads what comes as it
comes: redis-py's way to one answer costs a process as much as telling fifty people.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, NoReturn, Self

import hiredis
import redis.asyncio

from chat.broker.address import Address

logger = logging.getLogger(__name__)

# A topic, and what it was told.
Route = Callable[[str, bytes], None]
# b"subscribe", the topic and how many there are, for one; a refusal is an exception.
Answer = Any
Hear = Callable[[Answer], None]


def pool_of(url: str) -> redis.asyncio.ConnectionPool:
    """Where the connections to a Redis server are made."""
    # With a time for each step of a log-in, redis-py loses a cancellation that meets
    # the end of one (Python 3.11): whoever opens a connection has a time for them all.
    return Address.read(url).async_pool(protocol=2, socket_timeout=None)


class Subscription(asyncio.Protocol):
    """It calls ``route`` with each message, ``hear`` with each other answer."""

    def __init__(self, connection: Any, route: Route, hear: Hear) -> None:
        self._connection = connection
        self._transport: asyncio.Transport = connection._writer.transport
        self._route = route
        self._hear = hear
        self._reader = hiredis.Reader()
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reason: Exception | None = None
        self._is_quiet = False

    @classmethod
    async def open(
        cls,
        pool: redis.asyncio.ConnectionPool,
        route: Route,
        hear: Hear,
        patience_seconds: float,
    ) -> Self:
        """Connect.

        Raises:
            redis.RedisError, OSError: Redis is away, or does not let us in.
            TimeoutError: it does not answer.
        """
        connection: Any = pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(patience_seconds):
                await connection.connect()
        except BaseException:
            await connection.disconnect(nowait=True)
            raise
        self = cls(connection, route, hear)
        self._transport.set_protocol(self)
        return self

    def ask(self, *words: str) -> None:
        """Send a command, unless the connection is lost; ``hear`` gets the answer."""
        if not self._transport.is_closing():
            # Its types allow for a single word.
            self._transport.write(hiredis.pack_command(words))  # type: ignore[arg-type]

    async def watch(self, patience_seconds: float) -> NoReturn:
        """Wait until it is lost; it is pinged when nothing has come for so long.

        Raises:
            TimeoutError: Redis does not answer a ping for as long.
            redis.ConnectionError: it is lost; the text says why.
        """
        is_pinged = False
        while True:
            self._is_quiet = True
            await asyncio.wait([self._lost], timeout=patience_seconds)
            if self._lost.done():
                reason = self._reason or "the connection has ended"
                raise redis.ConnectionError(str(reason))
            if not self._is_quiet:
                is_pinged = False
            elif is_pinged:
                # A dead one looks like a quiet one, for as long as TCP has patience.
                raise TimeoutError("it does not answer")
            else:
                self.ask("PING")
                is_pinged = True

    def abort(self) -> None:
        """Have it lost."""
        self._transport.abort()

    async def close(self) -> None:
        self._transport.abort()  # a dead one is not to be waited for
        # The streams never hear that it has ended: they are not waited for either.
        await self._connection.disconnect(nowait=True)

    # --- What the transport tells -----------------------------------------------------

    def data_received(self, data: bytes) -> None:
        self._is_quiet = False
        try:
            self._reader.feed(data)
            for answer in iter(self._reader.gets, False):
                match answer:
                    case [b"message", topic, message]:
                        self._route(topic.decode(), message)
                    case _:
                        self._hear(answer)
        except Exception as error:
            # Something may have been missed: it is to start anew.
            if not isinstance(error, hiredis.HiredisError):
                logger.exception("What Redis said could not be heard.")
            self._reason = error
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._reason = self._reason or exc
        if not self._lost.done():
            self._lost.set_result(None)
