"""Work that arrives together is done together.

Whoever comes alone is served at once. What comes while somebody is being served waits,
and is done as one when that has ended: nobody ever waits for company, and a thousand
at once cost little more than one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from chat.wire.errors import Internal

Item = TypeVar("Item")
Done = TypeVar("Done")
Results = Sequence[Done | BaseException]
Taken = Sequence[tuple[Item, asyncio.Future[Done]]]


class Batch(Generic[Item, Done]):
    """``work`` takes the items of up to ``most`` callers; returns a result for each.

    A result that is an exception is raised for its caller alone. Where ``work`` itself
    raises, each of them is served alone; but ``Internal`` is tried once more, and then
    raised for all of them.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Awaitable[Results[Done]]],
        most: int = 256,
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Done]]] = []
        self._is_working = False
        self._doing: asyncio.Future[Any] | None = None

    @property
    def waiting(self) -> int:
        """How many are to be served with the next, or later."""
        return len(self._waiting)

    def __call__(self, item: Item) -> asyncio.Future[Done]:
        """Do it for one item, in company or alone."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Done] = loop.create_future()
        self._waiting.append((item, future))
        if not self._is_working:
            self._is_working = True
            loop.call_soon(self._begin)  # together with what else comes in this turn
        return future

    # By callbacks: a task for each would cost a lone message more than its own work.

    def _begin(self) -> None:
        taken = self._waiting[: self._most]
        del self._waiting[: self._most]
        self._is_working = bool(taken)
        if taken:
            work = self._work([item for item, _ in taken])
            self._doing = asyncio.ensure_future(work)
            self._doing.add_done_callback(partial(self._end, taken))

    def _end(
        self, taken: Taken[Item, Done], done: asyncio.Future[Results[Done]]
    ) -> None:
        if done.cancelled():
            self._settle(taken, [asyncio.CancelledError()] * len(taken))
        elif error := done.exception():
            self._doing = asyncio.create_task(self._save(taken, error))
        else:
            self._settle(taken, done.result())

    async def _save(self, taken: Taken[Item, Done], error: BaseException) -> None:
        self._settle(taken, await self._do_again([item for item, _ in taken], error))

    async def _do_again(
        self, items: Sequence[Item], error: BaseException
    ) -> Results[Done]:
        if isinstance(error, Internal):
            # The database's trouble is everybody's, and may be over by now.
            try:
                return await self._work(items)
            except Internal as again:
                return [again] * len(items)
            except Exception as other:
                error = other
        if len(items) == 1:
            return [error]
        # What one of them has brought must not be the others' misfortune.
        return [await self._do_one(item) for item in items]

    async def _do_one(self, item: Item) -> Done | BaseException:
        try:
            [result] = await self._work([item])
        except Exception as error:
            [result] = await self._do_again([item], error)
        return result

    def _settle(self, taken: Taken[Item, Done], results: Results[Done]) -> None:
        try:
            for (_, future), result in zip(taken, results, strict=True):
                if future.done():
                    continue  # its caller was cancelled
                if isinstance(result, BaseException):
                    future.set_exception(result)
                else:
                    future.set_result(result)
        finally:
            self._begin()  # whatever is wrong with these, others wait
