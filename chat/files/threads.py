"""Where what waits for a disk runs, beside the event loop and the database.

What comes, what is stored and what is handed out have threads of their own: who stores
something large does not hold up who wants to see something.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4


class Threads:
    """However many want something at once, a disk has so much to do at once."""

    def __init__(self, name: str, count: int = THREADS) -> None:
        self._threads = ThreadPoolExecutor(count, name)

    async def run(
        self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run what asks nothing of the database."""
        call = asyncio.get_running_loop().run_in_executor
        return await call(self._threads, partial(function, *args, **kwargs))


COMING = Threads("chat-files")
STORING = Threads("chat-files-store")
HANDING = Threads("chat-files-hand")
# What is drawn takes a core for a while, and hundreds of megabytes.
DRAWING = Threads("chat-pictures", 1)
