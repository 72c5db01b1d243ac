"""Where blocking work runs, so that the event loop never waits for it.

Reads share a few threads. Writes have one thread of their own: within a process they
are then announced in the order in which they were committed. Password hashes, slow by
design, have two others, so that a storm of log-ins does not hold up messages; and so
has what people type, on its way to HTML.

Each thread keeps its connection to the database from one call to the next. When one has
trouble with it, all take new ones: a restart of the database fails one call, and not
one of each thread. What the database cannot do just now is a ``ChatError`` to whoever
has called, so that every door can tell its people.

What is a global here is the process's, whichever event loop asks: the threads, and the
count of troubles, which each thread compares with the last that it acted on.
"""

import asyncio
import atexit
import itertools
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from chat.concurrency import damage
from chat.figures import FIGURES, Seconds
from chat.wire.errors import Damaged, DatabaseAway, DiskFull, Internal

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# SQLite's result codes (no room in the log, or for its index), PostgreSQL's SQLSTATE.
NO_ROOM = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100"}


class _Crew:
    """Threads that take calls from one queue; the first call starts them.

    What comes back goes straight to the loop that waits for it: a standard pool takes
    it by a future of its own and two locks, at each call of hundreds a second.
    """

    def __init__(
        self,
        name: str,
        count: int = 1,
        *,
        is_awaited: bool = True,
        took: Seconds | None = None,
    ) -> None:
        self._name = name
        self._took = took
        self._is_awaited = is_awaited
        self.count = count
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def call(self, function: Callable[[], T]) -> asyncio.Future[T]:
        """Run it in one of the threads; not at all, if that is cancelled before."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        # The context goes along: it says which connection is acting.
        context = copy_context()
        self._calls.put(partial(context.run, _call, function, future, loop, self._took))
        if not self._threads:
            self._start()
        return future

    @property
    def waiting(self) -> int:
        """How many calls wait for a thread."""
        return self._calls.qsize()

    def _start(self) -> None:
        for number in range(self.count):
            name = f"chat-{self._name}-{number}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        if self._is_awaited:
            # What was begun is ended, and told, before the process is.
            atexit.register(self._end)

    def _work(self) -> None:
        while call := self._calls.get():
            call()

    def _end(self) -> None:
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()


_readers = _Crew("read", 4, took=FIGURES.read)
_writer = _Crew("write", took=FIGURES.write)
# As many as may hash at once: see chat.models.hashing.
_hasher = _Crew("login", 2)
_renderer = _Crew("render")
_beside: dict[str, _Crew] = {}

_troubles = itertools.count(1)
_trouble = 0
_seen = threading.local()


def read(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> asyncio.Future[T]:
    """Run what only reads the database."""
    return _readers.call(partial(function, *args, **kwargs))


def write(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> asyncio.Future[T]:
    """Run what changes the database; one after the other."""
    return _writer.call(partial(function, *args, **kwargs))


def login(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> asyncio.Future[T]:
    """Run what lets somebody in: it may hash, and ask a Redis that hangs."""
    return _hasher.call(partial(function, *args, **kwargs))


def render(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> asyncio.Future[T]:
    """Run what takes its time with a text, and asks nothing of the database."""
    return _renderer.call(partial(function, *args, **kwargs))


def beside(name: str, function: Callable[[], T]) -> asyncio.Future[T]:
    """Run what may take its time, in a thread of that name; nobody else waits for it.

    A process that ends does not wait for it either.
    """
    if name not in _beside:
        _beside[name] = _Crew(name, is_awaited=False)
    return _beside[name].call(function)


def reading(function: Callable[P, T]) -> Callable[P, asyncio.Future[T]]:
    """What reads by ``function``, for whoever calls it later."""
    return partial(read, function)


def writing(function: Callable[P, T]) -> Callable[P, asyncio.Future[T]]:
    """What writes by ``function``, for whoever calls it later."""
    return partial(write, function)


def waiting() -> dict[str, int]:
    """How many calls wait for a thread, by what the threads do."""
    crews = {"read": _readers, "write": _writer, "login": _hasher, "render": _renderer}
    return {name: crew.waiting for name, crew in crews.items()}


def troubles() -> int:
    """How often a thread had trouble with the database, since the start."""
    return _trouble


def database_trouble(error: Exception) -> Internal:
    """What an operational error of the database means to a person."""
    if damage.is_known():
        return Damaged()
    cause = error.__cause__
    codes = {getattr(cause, name, None) for name in ("sqlite_errorname", "sqlstate")}
    return DiskFull() if codes & NO_ROOM else DatabaseAway()


# --- In the thread --------------------------------------------------------------------


def _call(
    function: Callable[[], T],
    future: asyncio.Future[T],
    loop: asyncio.AbstractEventLoop,
    took: Seconds | None,
) -> None:
    if future.cancelled():
        return
    settle: Callable[[], None]
    began = time.monotonic()
    try:
        settle = partial(_settle, future, _run(function))
    except BaseException as error:  # whatever it is, somebody waits for it
        settle = partial(_fail, future, error)
    if took is not None:
        took.append(time.monotonic() - began)
    with suppress(RuntimeError):  # the loop has ended meanwhile
        loop.call_soon_threadsafe(settle)


def _run(function: Callable[[], T]) -> T:
    global _trouble
    if getattr(_seen, "trouble", 0) != _trouble:
        connection.close()
        _seen.trouble = _trouble
    try:
        return function()
    except (InterfaceError, DatabaseError) as error:
        if damage.is_sign(error):
            damage.note()
        elif not isinstance(error, InterfaceError | OperationalError):
            raise
        elif not damage.is_known():
            logger.error("The database failed: %s", str(error).strip())
        raise database_trouble(error) from error
    finally:
        if connection.errors_occurred:
            connection.close()  # the next call gets one that is sound
            _trouble = next(_troubles)


def _settle(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
