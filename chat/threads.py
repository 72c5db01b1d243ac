"""Where blocking work runs, so that the event loop never waits for it.

Reads share a few threads. Writes have one thread of their own: within a process they
are then announced in the order in which they were committed. Password hashes, slow by
design, have another, so that a storm of log-ins does not hold up messages.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.db import DatabaseSyncToAsync

P = ParamSpec("P")
T = TypeVar("T")

_readers = ThreadPoolExecutor(4, thread_name_prefix="chat-read")
_writer = ThreadPoolExecutor(1, thread_name_prefix="chat-write")
_hasher = ThreadPoolExecutor(1, thread_name_prefix="chat-login")


async def read(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what only reads the database."""
    return await _run(_readers, function, *args, **kwargs)


async def write(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what changes the database; one after the other."""
    return await _run(_writer, function, *args, **kwargs)


async def login(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what checks a password."""
    return await _run(_hasher, function, *args, **kwargs)


async def _run(
    pool: ThreadPoolExecutor,
    function: Callable[P, T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    runner = DatabaseSyncToAsync(function, thread_sensitive=False, executor=pool)
    return await runner(*args, **kwargs)
