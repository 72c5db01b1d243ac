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

from chat.logging.acting import ACTING
from chat.wire.errors import Unavailable

Item = TypeVar("Item")
Done = TypeVar("Done")
Results = Sequence[Done | BaseException]
Taken = Sequence[tuple[Item, asyncio.Future[Done]]]

# What the database could not do is tried again after so long; or at once, and only
# once, if it was refused within a moment.
AGAIN_SECONDS = 0.05
MOMENT_SECONDS = 1.0


class Batch(Generic[Item, Done]):
    """``work`` takes the items of up to ``most`` callers; returns a result for each.

    A result that is an exception is raised for its caller alone. Where ``work`` itself
    raises, each of them is served alone; but ``Unavailable`` is everybody's. Whoever
    gets that is served once more, before those who came later, and again for
    ``patience`` seconds since they were served first; then it is raised.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Awaitable[Results[Done]]],
        most: int = 256,
        patience: float = 0.0,
    ) -> None:
        self._work = work
        self._most = most
        self._patience = patience
        self._began = 0.0
        # Until when those are patient who could not be served yet.
        self._patient: dict[asyncio.Future[Done], float] = {}
        self._waiting: list[tuple[Item, asyncio.Future[Done]]] = []
        # For whom it is: what is logged of it has the ids of those who came since the
        # last was begun.
        self._acting: list[Any] = []
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
        self._acting.append(ACTING.get())
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
            self._began = taken[0][1].get_loop().time()
            ACTING.set(self._acting)
            self._acting = []
            work = self._work([item for item, _ in taken])
            self._doing = asyncio.ensure_future(work)
            self._doing.add_done_callback(partial(self._end, taken))

    def _end(
        self, taken: Taken[Item, Done], done: asyncio.Future[Results[Done]]
    ) -> None:
        if done.cancelled():
            self._settle(taken, [asyncio.CancelledError()] * len(taken))
        elif (error := done.exception()) and self._is_stuck(error):
            # Whoever came meanwhile would wait as long again.
            behind, self._waiting = self._waiting, []
            self._settle([*taken, *behind], [error] * (len(taken) + len(behind)))
        elif error:
            self._doing = asyncio.create_task(self._save(taken, error))
        else:
            self._settle(taken, done.result())

    def _is_stuck(self, error: BaseException) -> bool:
        """Whether the database has used up all patience by itself."""
        if not (self._patience and isinstance(error, Unavailable)):
            return False
        now = asyncio.get_running_loop().time()
        return now - self._began >= self._patience

    async def _save(self, taken: Taken[Item, Done], error: BaseException) -> None:
        self._settle(taken, await self._do_again([item for item, _ in taken], error))

    async def _do_again(
        self, items: Sequence[Item], error: BaseException
    ) -> Results[Done]:
        if isinstance(error, Unavailable):
            # The database's trouble is everybody's, and may be over by now.
            now = asyncio.get_running_loop().time()
            if self._patience or now - self._began > MOMENT_SECONDS:
                return [error] * len(items)
            try:
                return await self._work(items)
            except Unavailable as again:
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
        again = []
        try:
            for (item, future), result in zip(taken, results, strict=True):
                if isinstance(result, Unavailable) and self._is_patient(future):
                    again.append((item, future))
                    continue
                if self._patient:
                    self._patient.pop(future, None)
                if future.done():
                    continue  # its caller was cancelled
                if isinstance(result, BaseException):
                    future.set_exception(result)
                else:
                    future.set_result(result)
        finally:
            self._go_on(again, is_vain=len(again) == len(taken))

    def _is_patient(self, future: asyncio.Future[Done]) -> bool:
        if not self._patience or future.done():
            return False
        until = self._patient.setdefault(future, self._began + self._patience)
        return future.get_loop().time() < until

    def _go_on(
        self, again: list[tuple[Item, asyncio.Future[Done]]], *, is_vain: bool
    ) -> None:
        """Serve who waits; ``again``: who has to be served first, but not at once."""
        is_vain = is_vain or not self._waiting
        self._waiting[:0] = again
        if again and is_vain:
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._begin)
        else:
            self._begin()
