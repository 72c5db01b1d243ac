"""What waits to be written to one peer, bounded.

A peer that does not read must cost nobody anything: live events find the outbox full
and are dropped, which the log makes safe; the answers to its own commands wait, and
with them its next commands.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

logger = logging.getLogger("chat.outbox")

LIMIT_BYTES = 512 * 1024


class Outbox:
    """``write`` takes the frames that wait, in order; ``drained`` follows a refusal."""

    def __init__(
        self,
        write: Callable[[list[bytes]], Awaitable[None]],
        drained: Callable[[], None],
    ) -> None:
        self._write = write
        self._drained = drained
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._refused = False
        self._pump: asyncio.Task[None] | None = None
        self._room = asyncio.Event()
        self._room.set()

    def offer(self, frame: bytes) -> bool:
        """Add a live event; False if there is no room, and it is dropped."""
        if self._refused or self._bytes >= LIMIT_BYTES:
            self._refused = True
            return False
        self._add(frame)
        return True

    async def put(self, frame: bytes) -> None:
        """Add an answer; waits while there is no room."""
        while self._bytes >= LIMIT_BYTES:
            self._room.clear()
            await self._room.wait()
        self._add(frame)

    async def flush(self) -> None:
        """Wait until everything is written."""
        if self._pump and not self._pump.done():
            await asyncio.wait([self._pump])

    def close(self) -> None:
        """Drop what waits; nothing is written any more."""
        if self._pump:
            self._pump.cancel()
        self._frames.clear()
        self._bytes = 0
        self._room.set()

    def _add(self, frame: bytes) -> None:
        self._frames.append(frame)
        self._bytes += len(frame)
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._empty())

    async def _empty(self) -> None:
        """Write until nothing is left; then this task ends, and costs nothing."""
        while self._frames:
            frames = list(self._frames)
            self._frames.clear()
            try:
                await self._write(frames)
            except (OSError, RuntimeError) as error:
                # The connection is gone; its consumer hears so by itself.
                logger.debug("Not written: %s", error)
            # Counted until they are written: this is what bounds a slow reader.
            self._bytes -= sum(map(len, frames))
            self._room.set()
        if self._refused:
            self._refused = False
            self._drained()
