"""Work that arrives together is done together.

Whoever comes alone is served at once. What comes while somebody is being served waits,
and is done as one when that has ended: nobody ever waits for company, and a thousand
at once cost little more than one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")


class Batch(Generic[Item, Done]):
    """``work`` takes the items of up to ``most`` callers; returns a result for each.

    A result that is an exception is raised for its caller alone; what ``work`` raises
    itself is raised for all of them.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Awaitable[Sequence[Done | Exception]]],
        most: int = 256,
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Done]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Done:
        """Do it for one item, in company or alone."""
        future: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work_off())
        return await future

    async def _work_off(self) -> None:
        while self._waiting:
            taken = self._waiting[: self._most]
            del self._waiting[: self._most]
            for (_, future), result in zip(taken, await self._do(taken), strict=True):
                if future.done():
                    continue  # its caller was cancelled
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)
        self._worker = None

    async def _do(
        self, taken: list[tuple[Item, asyncio.Future[Done]]]
    ) -> Sequence[Done | Exception]:
        try:
            return await self._work([item for item, _ in taken])
        except Exception as error:
            return [error] * len(taken)
