"""Where blocking work runs, so that the event loop never waits for it.

Reads share a few threads. Writes have one thread of their own: within a process they
are then announced in the order in which they were committed. Password hashes, slow by
design, have two others, so that a storm of log-ins does not hold up messages; and so
has what people type, on its way to HTML.

Each thread keeps its connection to the database from one call to the next. When one has
trouble with it, all take new ones: a restart of the database fails one call, and not
one of each thread. What the database cannot do just now is ``Unavailable`` to whoever
has called, so that every door can tell its people. A database that is stuck holds up
each call for a while: so what has waited behind one that failed fails with it.

What is a global here is the process's, whichever event loop asks: the threads, and the
count of troubles, which each thread compares with its last.
"""

import asyncio
import atexit
import itertools
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, connection

from chat.concurrency import damage, patience, pool
from chat.concurrency.trouble import TROUBLES, is_lock, is_of_writing, meaning
from chat.figures import FIGURES, Seconds
from chat.logging.outage import DATABASE
from chat.wire.errors import DatabaseAway, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# What goes on failing while others read.
WRITING = "writing"
# Who has waited for so long fails with the one before, if that does.
BEHIND_SECONDS = 2.0
# From so many on, two may log in at once.
MANY_CONNECTIONS = 8


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
        is_beside: bool = False,
        took: Seconds | None = None,
    ) -> None:
        self._name = name
        self._took = took
        self._is_beside = is_beside
        self.count = count
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.threads: list[threading.Thread] = []
        self._failed_at = 0.0

    def call(self, function: Callable[[], T]) -> asyncio.Future[T]:
        """Run it in one of the threads; not at all, if that is cancelled before."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        # The context goes along: it says which connection is acting.
        run, since = copy_context().run, time.monotonic()
        self._calls.put(partial(run, self._do, function, future, since))
        if not self.threads:
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
            self.threads.append(thread)
            thread.start()
        if not self._is_beside:
            # What was begun is ended, and told, before the process is.
            atexit.register(self._end)

    def _work(self) -> None:
        if self._is_beside:
            patience.be_beside()
        while call := self._calls.get():
            call()
        connection.close()

    def _do(
        self, function: Callable[[], T], future: asyncio.Future[T], since: float
    ) -> None:
        if future.cancelled():
            return
        settle: Callable[[], None]
        began = time.monotonic()
        try:
            if since < self._failed_at and began - since > BEHIND_SECONDS:
                raise DatabaseAway
            settle = partial(_settle, future, self._run(function))
        except BaseException as error:  # whatever it is, somebody waits for it
            if isinstance(error, Unavailable):
                self._failed_at = time.monotonic()
            settle = partial(_fail, future, error)
        if self._took is not None:
            self._took.append(time.monotonic() - began)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            future.get_loop().call_soon_threadsafe(settle)

    def _run(self, function: Callable[[], T]) -> T:
        if not self._is_beside:
            return _run(function)
        # What is seldom done has no connection of its own.
        with pool.borrowed():
            return _run(function)

    def _end(self) -> None:
        for _ in self.threads:
            self._calls.put(None)
        # Where the database is stuck.
        until = time.monotonic() + patience.HASTY_MS / 1000
        for thread in self.threads:
            thread.join(max(0, until - time.monotonic()) if DATABASE.is_on else None)


_readers = _Crew("read", 4, took=FIGURES.read)
_writer = _Crew("write", took=FIGURES.write)
# As many as may hash at once: see chat.models.people.hashing.
_hasher = _Crew("login", 2)
_renderer = _Crew("render")
_beside: dict[str, _Crew] = {}

_troubles = itertools.count(1)
_trouble = 0
_mine = threading.local()


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
        _beside[name] = _Crew(name, is_beside=True)
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


def share(most: int) -> int:
    """Have so many connections of PostgreSQL in all; returns what is left for pages.

    Some are there for each kind of work, whatever ``most`` says.
    """
    _hasher.count = 2 if most >= MANY_CONNECTIONS else 1
    _readers.count = max(1, min(4, most // 3))
    return max(1, most - 1 - _hasher.count - _readers.count)


def connect_anew() -> None:
    """Have each thread take a new connection with its next call."""
    global _trouble
    _trouble = next(_troubles)


# Whoever has found it: what is connected by now could still write.
damage.LISTENERS.append(connect_anew)


# --- In the thread --------------------------------------------------------------------


def _run(function: Callable[[], T]) -> T:
    if getattr(_mine, "trouble", 0) != _trouble:
        _close()
        _mine.trouble = _trouble
    try:
        if _is_out_of_the_usual():
            patience.adapt()
        result = function()
    except (InterfaceError, DatabaseError) as error:
        if damage.is_sign(error):
            damage.note()
        elif not isinstance(error, TROUBLES):
            raise
        elif not damage.is_known():
            DATABASE.failed(error, WRITING if is_of_writing(error) else "")
        if is_lock(error):
            patience.met_lock()
        raise meaning(error) from error
    else:
        # Who has no connection has not asked it: texts are rendered without one.
        is_asked = DATABASE.is_on and connection.connection is not None
        if is_asked and not connection.errors_occurred:
            is_writer = threading.current_thread() in _writer.threads
            DATABASE.worked(WRITING if is_writer else "")
        return result
    finally:
        if connection.errors_occurred:
            _close()  # the next call gets one that is sound
            connect_anew()


def _is_out_of_the_usual() -> bool:
    """Whether locks are waited for as is not usual; asked here, at every post."""
    mine = patience.MINE
    is_hasty = time.monotonic() < patience.hasty_until
    return is_hasty or mine.is_beside or mine.ms is not None


def _close() -> None:
    connection.close()
    patience.forget()


def _settle(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
