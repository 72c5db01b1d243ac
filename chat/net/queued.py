"""A writer for servers that offer none: what waits goes through ASGI's ``send``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from chat.net.writer import PAUSED_BYTES, Holder

logger = logging.getLogger(__name__)

Message = dict[str, Any]


def text_messages(waiting: Iterable[bytes]) -> Iterator[Message]:
    """Lines as text messages of a WebSocket."""
    for line in b"".join(waiting).splitlines():
        yield {"type": "websocket.send", "text": line.decode()}


def data_messages(waiting: Iterable[bytes]) -> Iterator[Message]:
    """Bytes as one message of a TCP connection."""
    yield {"type": "tcp.send", "data": b"".join(waiting)}


class QueuedWriter:
    """``messages`` makes of what waits what ``send`` takes, one after the other."""

    def __init__(
        self,
        send: Callable[[Message], Awaitable[None]],
        messages: Callable[[Iterable[bytes]], Iterable[Message]],
    ) -> None:
        self.paused: Callable[[], None] = lambda: None
        self.resumed: Callable[[], None] = lambda: None
        self.holders: set[Holder] = set()
        self._send = send
        self._messages = messages
        self._unsent: list[bytes] = []
        self._bytes = 0
        self._is_paused = False
        self._task: asyncio.Task[None] | None = None

    def fileno(self) -> int:
        return -1

    def send(self, data: bytes) -> int:
        return 0  # it has no socket

    def write(self, data: bytes) -> None:
        self._unsent.append(data)
        self._bytes += len(data)
        if self._bytes > PAUSED_BYTES:
            self._is_paused = True
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
        self._unsent.clear()
        self._bytes = 0

    async def _empty(self) -> None:
        """Send until nothing is left; then this task ends, and costs nothing."""
        while self._unsent:
            taken, self._unsent = self._unsent, []
            try:
                for message in self._messages(taken):
                    await self._send(message)
            except (OSError, RuntimeError) as error:
                # The connection is gone; its consumer hears so by itself.
                logger.debug("Not written: %s", error)
            # Counted until they are written: this is what bounds a slow reader.
            self._bytes -= sum(map(len, taken))
        if self._is_paused:
            self._is_paused = False
            self.resumed()
