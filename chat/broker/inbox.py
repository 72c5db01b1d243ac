"""Channels' queue of one channel: what a consumer was sent, until it takes it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque

from chat.broker.layer import RESUMED, Message, Turn

logger = logging.getLogger(__name__)


class Inbox:
    """Holds ``capacity`` messages, for ``expiry_seconds`` each; drops what is more."""

    def __init__(self, channel: str, capacity: int, expiry_seconds: float) -> None:
        self.groups: set[str] = set()
        self._channel = channel
        self._capacity = capacity
        self._expiry_seconds = expiry_seconds
        # When each is out of date, and it.
        self._waiting: deque[tuple[float, Message]] = deque()
        self._came = asyncio.Event()
        self._readers = 0

    @property
    def is_left(self) -> bool:
        """Whether nobody reads it, and it is in no group."""
        return not (self._readers or self.groups)

    def hear(self, turn: Turn) -> None:
        """The sink of its groups."""
        for message in turn.messages:
            if message is not RESUMED:  # a consumer would not know what that means
                self.put(message)

    def put(self, message: Message) -> None:
        self._drop_expired()
        if len(self._waiting) >= self._capacity:
            logger.warning("A channel is full: %s", self._channel)
            return
        self._waiting.append((time.monotonic() + self._expiry_seconds, message))
        self._came.set()

    async def get(self) -> Message:
        """Wait for the next one; if several wait, one of them gets it."""
        self._readers += 1
        try:
            while not self._has_any():
                self._came.clear()
                await self._came.wait()
        finally:
            self._readers -= 1
        return self._waiting.popleft()[1]

    def _has_any(self) -> bool:
        self._drop_expired()
        return bool(self._waiting)

    def _drop_expired(self) -> None:
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            self._waiting.popleft()
