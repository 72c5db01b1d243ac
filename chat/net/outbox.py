"""What waits to be written to one peer, bounded.

A peer that does not read must cost nobody anything: live events find the outbox full
and are dropped, which the log makes safe; the answers to its own commands wait, and
with them its next commands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from chat.figures import FIGURES
from chat.net.writer import Writer

LIMIT_BYTES = 512 * 1024


class Outbox:
    """What is written to a writer.

    ``write`` takes an answer, whether there is room or not. ``is_free``: nothing is in
    the way of live events; whoever has seen so may send them by the writer itself.
    ``changed`` is called when that changes, with whether some were refused meanwhile.
    """

    def __init__(self, writer: Writer, changed: Callable[[bool], None]) -> None:
        self.writer = writer
        self.write: Callable[[bytes], None] = writer.write
        self.is_free = True
        self._changed = changed
        self._refused = False
        self._room = asyncio.Event()
        self._closed = False
        writer.paused, writer.resumed = self._pause, self._resume

    def offer(self, data: bytes) -> bool:
        """Write live events; False if there is no room, and they are dropped."""
        if not self.is_free and self._is_full(data):
            FIGURES.skipped += not self._refused
            self._refused = True
            return False
        self.write(data)
        return True

    async def put(self, data: bytes) -> None:
        """Write an answer; waits while there is no room."""
        await self.room()
        self.write(data)

    async def room(self) -> None:
        """Wait until there is room for an answer."""
        while self.writer.waiting() >= LIMIT_BYTES and not self._closed:
            self._room.clear()
            await self._room.wait()

    async def flush(self) -> None:
        """Wait until everything is on its way."""
        await self.writer.drain()

    def close(self) -> None:
        """Drop what waits; nothing is written any more."""
        self._closed = True
        self.write = _drop
        self.writer.drop()
        self._room.set()
        self._pause()

    def _is_full(self, data: bytes) -> bool:
        return self._refused or self.writer.waiting() + len(data) > LIMIT_BYTES

    def _pause(self) -> None:
        if self.is_free:
            self.is_free = False
            self._changed(False)

    def _resume(self) -> None:
        self._room.set()
        refused, self._refused = self._refused, False
        self.is_free = not self._closed
        self._changed(refused)


def _drop(data: bytes) -> None:
    """Nothing is written any more."""
