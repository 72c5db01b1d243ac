"""Where blocking work runs, so that the event loop never waits for it.

Reads share a few threads. Writes have one thread of their own: within a process they
are then announced in the order in which they were committed. Password hashes, slow by
design, have another, so that a storm of log-ins does not hold up messages.

Each thread keeps its connection to the database from one call to the next. When one has
trouble with it, all take new ones: a restart of the database fails one call, and not
one of each thread. They take none of PostgreSQL's pool, which is the pages': it waits
longer and longer between its tries, and what is said is to go on at once. What the
database cannot do just now is a ``ChatError`` to whoever has called, so that every door
can tell its people.
"""

import asyncio
import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from chat.errors import database_trouble

logger = logging.getLogger("chat.threads")

P = ParamSpec("P")
T = TypeVar("T")


def _threads(count: int, name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, f"chat-{name}", _without_pool)


def pool_pages() -> None:
    """Have the pages of a process that serves share a few connections."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["pool"] = settings.DATABASE_POOL
        # One that a restart of the server has broken is not handed out.
        connection.settings_dict["CONN_HEALTH_CHECKS"] = True


def _without_pool() -> None:
    database = connection.settings_dict
    if "pool" in database["OPTIONS"]:
        options = {**database["OPTIONS"], "pool": False}
        connection.settings_dict = {**database, "OPTIONS": options}


_readers = _threads(4, "read")
_writer = _threads(1, "write")
_hasher = _threads(1, "login")

# Counts the troubles of all; each thread remembers the last that it acted on.
_troubles = itertools.count(1)
_trouble = 0
_seen = threading.local()


async def read(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what only reads the database."""
    return await _run(_readers, partial(function, *args, **kwargs))


async def write(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what changes the database; one after the other."""
    return await _run(_writer, partial(function, *args, **kwargs))


async def login(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what checks a password."""
    return await _run(_hasher, partial(function, *args, **kwargs))


async def _run(pool: ThreadPoolExecutor, function: Callable[[], T]) -> T:
    # The context goes along: it says which connection is acting.
    call = partial(copy_context().run, _call, function)
    return await asyncio.get_running_loop().run_in_executor(pool, call)


def _call(function: Callable[[], T]) -> T:
    global _trouble
    if getattr(_seen, "trouble", 0) != _trouble:
        connection.close()
        _seen.trouble = _trouble
    try:
        return function()
    except (InterfaceError, OperationalError) as error:
        logger.error("The database failed: %s", str(error).strip())
        raise database_trouble(error) from error
    finally:
        if connection.errors_occurred:
            connection.close()  # the next call gets one that is sound
            _trouble = next(_troubles)
