"""What waits to be written to one peer, bounded.

A peer that does not read must cost nobody anything: live events find the outbox full
and are dropped, which the log makes safe; the answers to its own commands wait, and
with them its next commands.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

logger = logging.getLogger("chat.outbox")

LIMIT_BYTES = 512 * 1024
# With more than this every line has paused, and says so when it goes on.
PAUSED_BYTES = 128 * 1024


class Line(Protocol):
    """A connection that takes bytes at once.

    A server that has one offers it as ``scope["extensions"]["chat.line"]``. With more
    than ``PAUSED_BYTES`` waiting it has paused for sure; ``resumed`` is called when
    that has left, or cannot any more.
    """

    resumed: Callable[[], None]

    def write(self, data: bytes) -> None:
        """Send it, as soon as the peer takes it; nothing, after the end."""

    def waiting(self) -> int:
        """How many bytes the peer has not taken yet."""

    async def drain(self) -> None:
        """Wait until it is in good time to hang up."""

    def drop(self) -> None:
        """Nobody writes any more."""


class Outbox:
    """What is written to a line; ``drained`` follows a refusal."""

    def __init__(self, line: Line, drained: Callable[[], None]) -> None:
        self._line = line
        self._drained = drained
        self._refused = False
        self._room = asyncio.Event()
        self._closed = False
        line.resumed = self._resume

    def offer(self, data: bytes) -> bool:
        """Write live events; False if there is no room, and they are dropped."""
        waiting = self._line.waiting()
        is_paused = waiting > PAUSED_BYTES
        if self._refused or (is_paused and waiting + len(data) > LIMIT_BYTES):
            self._refused = True
            return False
        self._line.write(data)
        return True

    async def put(self, data: bytes) -> None:
        """Write an answer; waits while there is no room."""
        while self._line.waiting() >= LIMIT_BYTES and not self._closed:
            self._room.clear()
            await self._room.wait()
        self._line.write(data)

    async def flush(self) -> None:
        """Wait until everything is on its way."""
        await self._line.drain()

    def close(self) -> None:
        """Drop what waits; nothing is written any more."""
        self._closed = True
        self._line.drop()
        self._room.set()

    def _resume(self) -> None:
        self._room.set()
        if self._refused:
            self._refused = False
            self._drained()


class Pump:
    """A line for servers that offer none: ``send`` takes what waits, in order."""

    def __init__(self, send: Callable[[list[bytes]], Awaitable[None]]) -> None:
        self.resumed: Callable[[], None] = lambda: None
        self._send = send
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def write(self, data: bytes) -> None:
        self._waiting.append(data)
        self._bytes += len(data)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._empty())

    def waiting(self) -> int:
        return self._bytes

    async def drain(self) -> None:
        if self._task and not self._task.done():
            await asyncio.wait([self._task])

    def drop(self) -> None:
        if self._task:
            self._task.cancel()
        self._waiting.clear()
        self._bytes = 0

    async def _empty(self) -> None:
        """Send until nothing is left; then this task ends, and costs nothing."""
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                await self._send(taken)
            except (OSError, RuntimeError) as error:
                # The connection is gone; its consumer hears so by itself.
                logger.debug("Not written: %s", error)
            # Counted until they are written: this is what bounds a slow reader.
            self._bytes -= sum(map(len, taken))
        self.resumed()
