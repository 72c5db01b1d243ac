"""Waiting for something, and doing something meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from typing import Any


async def until(true: Callable[[], bool], seconds: float) -> None:
    """Return when it is true.

    Raises:
        TimeoutError: it does not come true.
    """
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def beside(work: Iterable[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run it meanwhile; whatever fails there fails here."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
