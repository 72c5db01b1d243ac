"""Waiting for something to come true that cannot be waited for itself."""

import asyncio
import time
from collections.abc import Callable

SECONDS = 60


def eventually(true: Callable[[], object]) -> None:
    """Wait for something that happens in a process which cannot be waited for."""
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


async def until(true: Callable[[], object], seconds: float = SECONDS) -> None:
    """The same, while this process's own loop goes on.

    Raises:
        TimeoutError: it does not come true.
    """
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.05)
