"""Work that arrives together is done together.

Whoever comes alone is served at once. What comes while somebody is being served waits,
and is done as one when that has ended: nobody ever waits for company, and a thousand
at once cost little more than one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from chat.errors import Internal

Item = TypeVar("Item")
Done = TypeVar("Done")


class Batch(Generic[Item, Done]):
    """``work`` takes the items of up to ``most`` callers; returns a result for each.

    A result that is an exception is raised for its caller alone. Where ``work`` itself
    raises, each of them is served alone; but ``Internal`` is tried once more, and then
    raised for all of them.
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
        try:
            while self._waiting:
                taken = self._waiting[: self._most]
                del self._waiting[: self._most]
                results = await self._do([item for item, _ in taken])
                for (_, future), result in zip(taken, results, strict=True):
                    _settle(future, result)
        finally:
            self._worker = None

    async def _do(
        self, items: Sequence[Item], *, again: bool = False
    ) -> Sequence[Done | Exception]:
        try:
            return await self._work(items)
        except Internal as error:
            # The database's trouble is everybody's, and may be over by now.
            return [error] * len(items) if again else await self._do(items, again=True)
        except Exception as error:
            if len(items) == 1:
                return [error]
        # What one of them has brought must not be the others' misfortune.
        return [(await self._do([item]))[0] for item in items]


def _settle(future: asyncio.Future[Done], result: Done | Exception) -> None:
    if future.done():
        return  # its caller was cancelled
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
