"""A semaphore for dear work: a few at a time, and whoever waits, in a fair order.

Whoever comes when all places are taken waits in the line of their rank. Lower ranks go
first; within one, those who ask take turns, so that somebody who asks for a hundred
holds nobody up for more than one. A line has an end: beyond it the last of whoever
waits for most is refused. Nobody waits longer than ``PATIENCE_SECONDS``.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar

from chat.wire.errors import Busy

PATIENCE_SECONDS = 10.0


class FairSemaphore:
    """``at_once`` have it; in the line of each rank as many wait as ``most`` says."""

    def __init__(self, at_once: int, most: Sequence[int]) -> None:
        self._free = at_once
        self._lines = [_Line(each) for each in most]
        self._lock = threading.Lock()
        # Whoever has it needs it no second time: it would wait for itself.
        self._is_taken: ContextVar[bool] = ContextVar("is_taken", default=False)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(line.length for line in self._lines)

    @contextmanager
    def taken(self, rank: int, whose: str) -> Iterator[None]:
        """Have it, in a thread.

        Raises:
            Busy: too many wait already, or it takes too long.
        """
        if self._is_taken.get():
            yield
            return
        come = threading.Event()
        ticket = self._ask(rank, whose, come.set)
        come.wait(PATIENCE_SECONDS)
        with self._having(ticket):
            yield

    @asynccontextmanager
    async def awaited(self, rank: int, whose: str) -> AsyncIterator[None]:
        """The same, in an event loop; what it calls in a thread has it as well.

        Raises:
            Busy
        """
        loop, come = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(come.set)

        ticket = self._ask(rank, whose, wake)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(come.wait(), PATIENCE_SECONDS)
        except asyncio.CancelledError:
            self._withdraw(ticket)
            raise
        with self._having(ticket):
            yield

    # --- Steps ------------------------------------------------------------------------

    @contextmanager
    def _having(self, ticket: _Ticket) -> Iterator[None]:
        with self._lock:
            if not ticket.is_called:
                self._lines[ticket.rank].remove(ticket)
                raise Busy
        token = self._is_taken.set(True)
        try:
            yield
        finally:
            self._is_taken.reset(token)
            self._next()

    def _ask(self, rank: int, whose: str, wake: Callable[[], None]) -> _Ticket:
        ticket = _Ticket(rank, whose, wake)
        with self._lock:
            if self._free:
                self._free -= 1
                ticket.call()
            elif refused := self._lines[rank].join(ticket):
                refused.wake()
        return ticket

    def _withdraw(self, ticket: _Ticket) -> None:
        with self._lock:
            self._lines[ticket.rank].remove(ticket)
        if ticket.is_called:
            self._next()

    def _next(self) -> None:
        with self._lock:
            for line in self._lines:
                if ticket := line.next():
                    ticket.call()
                    return
            self._free += 1


class _Ticket:
    """Somebody's wish to have it; ``wake`` is called when they do, or never will."""

    def __init__(self, rank: int, whose: str, wake: Callable[[], None]) -> None:
        self.rank = rank
        self.whose = whose
        self.wake = wake
        self.is_called = False

    def call(self) -> None:
        self.is_called = True
        self.wake()


class _Line:
    """Who waits, by whose they are; the front of each takes turns with the others."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: OrderedDict[str, deque[_Ticket]] = OrderedDict()
        self.length = 0

    def join(self, ticket: _Ticket) -> _Ticket | None:
        """Wait at the end; returns who has to go for it, be it the newcomer."""
        self._of.setdefault(ticket.whose, deque()).append(ticket)
        self.length += 1
        if self.length <= self._most:
            return None
        # Of equals the newcomer goes: whoever waits longer is nearer to their turn.
        most = max(map(len, self._of.values()))
        crowd = self._of[ticket.whose]
        if len(crowd) < most:
            crowd = next(each for each in self._of.values() if len(each) == most)
        refused = crowd[-1]
        self.remove(refused)
        return refused

    def next(self) -> _Ticket | None:
        """Whose turn it is; the others of theirs come after everybody else's first."""
        if not self._of:
            return None
        whose, crowd = next(iter(self._of.items()))
        ticket = crowd[0]
        self._of.move_to_end(whose)
        self.remove(ticket)
        return ticket

    def remove(self, ticket: _Ticket) -> None:
        """Wait no more; nothing happens if it does not."""
        crowd = self._of.get(ticket.whose)
        if crowd is None or ticket not in crowd:
            return
        crowd.remove(ticket)
        self.length -= 1
        if not crowd:
            del self._of[ticket.whose]
