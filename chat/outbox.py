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
# With more than this a line has paused.
PAUSED_BYTES = 128 * 1024


class Line(Protocol):
    """A connection that takes bytes at once.

    A server that has one offers it as ``scope["extensions"]["chat.line"]``. It calls
    ``paused`` when much waits, with ``PAUSED_BYTES`` at the latest; ``resumed`` when
    that has left, or cannot any more.
    """

    paused: Callable[[], None]
    resumed: Callable[[], None]

    write: Callable[[bytes], None]
    """Send it, as soon as the peer takes it; a RuntimeError if that is gone."""

    def waiting(self) -> int:
        """How many bytes the peer has not taken yet."""

    async def drain(self) -> None:
        """Wait until it is in good time to hang up."""

    def drop(self) -> None:
        """Nobody writes any more."""


class Outbox:
    """What is written to a line.

    ``is_free``: nothing is in the way of live events; whoever has seen so may write
    them to the line itself. ``changed`` is called when that changes, with whether some
    were refused meanwhile.
    """

    def __init__(self, line: Line, changed: Callable[[bool], None]) -> None:
        self.line = line
        self.is_free = True
        self._changed = changed
        self._refused = False
        self._room = asyncio.Event()
        self._closed = False
        line.paused, line.resumed = self._pause, self._resume

    def offer(self, data: bytes) -> bool:
        """Write live events; False if there is no room, and they are dropped."""
        if not self.is_free and self._is_full(data):
            self._refused = True
            return False
        self._write(data)
        return True

    async def put(self, data: bytes) -> None:
        """Write an answer; waits while there is no room."""
        while self.line.waiting() >= LIMIT_BYTES and not self._closed:
            self._room.clear()
            await self._room.wait()
        self._write(data)

    async def flush(self) -> None:
        """Wait until everything is on its way."""
        await self.line.drain()

    def close(self) -> None:
        """Drop what waits; nothing is written any more."""
        self._closed = True
        self.line.drop()
        self._room.set()
        self._pause()

    def _is_full(self, data: bytes) -> bool:
        return self._refused or self.line.waiting() + len(data) > LIMIT_BYTES

    def _write(self, data: bytes) -> None:
        try:
            if not self._closed:
                self.line.write(data)
        except RuntimeError as error:  # to ask first would cost more
            logger.debug("Not written: %s", error)

    def _pause(self) -> None:
        if self.is_free:
            self.is_free = False
            self._changed(False)

    def _resume(self) -> None:
        self._room.set()
        refused, self._refused = self._refused, False
        self.is_free = not self._closed
        self._changed(refused)


class Pump:
    """A line for servers that offer none: ``send`` takes what waits, in order."""

    def __init__(self, send: Callable[[list[bytes]], Awaitable[None]]) -> None:
        self.paused: Callable[[], None] = lambda: None
        self.resumed: Callable[[], None] = lambda: None
        self._send = send
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def write(self, data: bytes) -> None:
        self._waiting.append(data)
        self._bytes += len(data)
        if self._bytes > PAUSED_BYTES:
            self.paused()
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
