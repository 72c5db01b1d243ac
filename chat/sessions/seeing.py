"""Who reads on is told to those in the conversation, gathered for a while.

Each of fifty people reports what they have read: told one by one, a word would cost
fifty tellings of fifty.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from chat.broker.client import UNAVAILABLE
from chat.broker.layer import Layer
from chat.concurrency.threads import read
from chat.delivery.announce import by_connection, event_message
from chat.models.members import readers

logger = logging.getLogger(__name__)

GATHER_SECONDS = 2.0


class Seeing:
    """What is gathered in one process; ``spawn`` runs something beside."""

    def __init__(
        self, layer: Layer, spawn: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        self._layer = layer
        self._spawn = spawn
        self._read: dict[int, dict[int, int]] = {}

    def saw(self, person: int, read: dict[int, int]) -> None:
        """Somebody has read on: up to where, by conversation."""
        if read and not self._read:
            loop = asyncio.get_running_loop()
            loop.call_later(GATHER_SECONDS, lambda: self._spawn(self._tell()))
        for number, seq in read.items():
            known = self._read.setdefault(number, {})
            known[person] = max(seq, known.get(person, 0))

    async def _tell(self) -> None:
        gathered, self._read = self._read, {}
        try:
            for groups, event in await read(readers.news_of, gathered):
                # Whoever has set this going hears of the others.
                with by_connection(""):
                    message = event_message(event)
                for group in groups:
                    await self._layer.group_send(group, message)
        except UNAVAILABLE:
            logger.debug("Redis is away: nobody hears who has read on.")
