"""Where what waits for disks and buckets runs, beside the event loop and the database.

What comes, what is stored and what is handed out have threads of their own: who stores
something large does not hold up who wants to see something. A process that ends waits
for none of them: what was not told of is not stored.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

from chat.wire.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
# Who has waited for so long fails with the one before, if that does.
BEHIND_SECONDS = 2.0


class StorageAway(Unavailable):
    detail = "Where the site keeps files does not answer just now; try again."


class Threads:
    """However many want something at once, a disk has so much to do at once."""

    def __init__(self, name: str, count: int = THREADS) -> None:
        self._name, self._count = name, count
        self._calls: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._threads: list[Thread] = []
        self._failed_at = 0.0

    async def run(
        self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run what asks nothing of the database.

        Raises:
            StorageAway: also where those before had no answer.
        """
        answer: Future[T] = Future()
        call = partial(self._do, partial(function, *args, **kwargs), time.monotonic())
        self._calls.put((answer, call))
        if not self._threads:
            self._start()
        return await asyncio.wrap_future(answer)

    def _start(self) -> None:
        for number in range(self._count):
            name = f"{self._name}-{number}"
            self._threads.append(Thread(target=self._work, name=name, daemon=True))
            self._threads[-1].start()

    def _work(self) -> None:
        while True:
            answer, call = self._calls.get()
            if answer.set_running_or_notify_cancel():
                _settle(answer, call)
            del answer, call  # what is in them waits for nobody

    def _do(self, function: Callable[[], T], since: float) -> T:
        if since < self._failed_at and time.monotonic() - since > BEHIND_SECONDS:
            raise StorageAway
        try:
            return function()
        except StorageAway:
            self._failed_at = time.monotonic()
            raise


def _settle(answer: Future[T], call: Callable[[], T]) -> None:
    try:
        answer.set_result(call())
    except BaseException as error:  # whatever it is, somebody waits for it
        answer.set_exception(error)


COMING = Threads("chat-files")
STORING = Threads("chat-files-store")
HANDING = Threads("chat-files-hand")
# What is drawn takes a core for a while, and hundreds of megabytes.
DRAWING = Threads("chat-pictures", 1)
