"""Lines: connections that take bytes without waiting.

A transport does much for each write before it asks the kernel: with hundreds in a room
that is a tenth of what a message costs. A ``SocketLine`` asks the kernel itself, and
leaves to the transport what the socket does not take at once.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chat.net.multicast import Multicast

logger = logging.getLogger("chat.line")

# With more than this a pump has paused.
PAUSED_BYTES = 128 * 1024
# More than this does not wait for the end of the turn.
JOINED_BYTES = 64 * 1024


class Line(Protocol):
    """A connection that takes bytes at once.

    A server that has one offers it as ``scope["extensions"]["chat.line"]``. It calls
    ``paused`` when something waits for the peer, with ``PAUSED_BYTES`` at the latest;
    ``resumed`` when that has left, or cannot any more.
    """

    paused: Callable[[], None]
    resumed: Callable[[], None]
    # What it is in, and leaves when it is lost.
    multicasts: set[Multicast]

    def fileno(self) -> int:
        """The socket's number; -1 if there is none."""

    @property
    def send(self) -> Callable[[bytes], int]:
        """For a multicast, while the line is not paused: send as much of it as the
        peer takes at once, and say how much that was. An OSError means none.
        """

    def write(self, data: bytes) -> None:
        """Send it as soon as the peer takes it.

        What is written in one turn of the loop leaves as one when it ends. If the peer
        is gone, nothing happens.
        """

    def waiting(self) -> int:
        """How many bytes the peer has not taken yet."""

    async def drain(self) -> None:
        """Wait until it is in good time to hang up."""

    def drop(self) -> None:
        """Nobody writes any more."""


class _Unsent(threading.local):
    """The lines of this thread's loop that hold something until its turn ends."""

    def __init__(self) -> None:
        self.lines: set[SocketLine] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, line: SocketLine) -> None:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            # The one before may have ended amid a turn.
            self._loop, self.lines = loop, set()
        if not self.lines:
            loop.call_soon(flush_all)
        self.lines.add(line)


_unsent = _Unsent()


def flush_all() -> None:
    """Send now what was written to any line in this turn of the loop."""
    for line in tuple(_unsent.lines):
        try:
            line.flush()
        except Exception:
            # One connection's failure must not silence everybody else's.
            logger.exception("A line could not be written to.")


class _Borrowed(socket.socket):
    """Another's socket, which is not closed when this object is forgotten."""

    __slots__ = ()

    def __del__(self) -> None:
        self.detach()


class SocketLine:
    """The line of a transport of plain TCP in which nothing waits.

    Its protocol calls ``pause``, ``resume`` and ``lose``; what it writes to the
    transport itself overtakes what was written in this turn, unless it is flushed.

    Raises:
        ValueError: the transport encrypts, and this would not.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        if transport.get_extra_info("sslcontext"):
            raise ValueError("A line of TLS would write past its encryption.")
        self.paused: Callable[[], None] = lambda: None
        self.resumed: Callable[[], None] = lambda: None
        self.multicasts: set[Multicast] = set()
        self._unsent = bytearray()
        # It is to say so as soon as anything waits: the socket is not to overtake it.
        transport.set_write_buffer_limits(high=0)
        self._transport = transport
        # The transport's own socket, until it is closed: then another may be given its
        # number.
        own = transport.get_extra_info("socket")
        self._socket = _Borrowed(own.family, own.type, own.proto, own.fileno())
        self.send = self._socket.send
        self.fileno = self._socket.fileno
        self._left: asyncio.Event | None = None
        self._is_over = False

    def write(self, data: bytes) -> None:
        if self._is_over:
            return
        if not self._unsent:
            _unsent.add(self)
        self._unsent += data
        if len(self._unsent) > JOINED_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what is unsent now: something else is to follow it."""
        data = bytes(self._unsent)
        self._forget()
        if not data or self._transport.is_closing():
            return
        try:
            is_free = not self._transport.get_write_buffer_size()
            sent = self.send(data) if is_free else 0
        except OSError:
            sent = 0  # the transport sees why, and ends if it has to
        if sent < len(data):
            try:
                self._transport.write(data[sent:])
            except RuntimeError as error:
                logger.debug("Not written: %s", error)  # it has ended, or our half has

    def end(self) -> None:
        """Flush, and take nothing more."""
        self.flush()
        self._is_over = True

    def waiting(self) -> int:
        return len(self._unsent) + self._transport.get_write_buffer_size()

    async def drain(self) -> None:
        self.flush()
        while self._transport.get_write_buffer_size() and not self._is_over:
            self._left = self._left or asyncio.Event()
            await self._left.wait()
            self.flush()  # somebody else who waited may have written

    def drop(self) -> None:
        """What was written is delivered before the end."""

    # --- What the protocol hears of its transport -------------------------------------

    def pause(self) -> None:
        self.paused()

    def resume(self) -> None:
        if self._left is not None:
            self._left.set()
            self._left = None
        self.resumed()

    def lose(self) -> None:
        """The connection is lost; its socket is closed when this returns."""
        self._is_over = True
        for multicast in tuple(self.multicasts):
            multicast.discard(self)
        self._forget()
        self._socket.detach()
        self.resume()

    def _forget(self) -> None:
        _unsent.lines.discard(self)
        self._unsent.clear()


class Pump:
    """A line for servers that offer none: ``carry`` takes what waits, in order."""

    def __init__(self, carry: Callable[[list[bytes]], Awaitable[None]]) -> None:
        self.paused: Callable[[], None] = lambda: None
        self.resumed: Callable[[], None] = lambda: None
        self.multicasts: set[Multicast] = set()
        self._unsent: list[bytes] = []
        self._carry = carry
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None

    def fileno(self) -> int:
        return -1

    def send(self, data: bytes) -> int:
        return 0

    def write(self, data: bytes) -> None:
        self._unsent.append(data)
        self._bytes += len(data)
        if self._bytes > PAUSED_BYTES:
            self.paused()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._empty())

    def waiting(self) -> int:
        return self._bytes

    async def drain(self) -> None:
        if self._task and not self._task.done():
            await asyncio.wait([self._task])

    def drop(self) -> None:
        if self._task:
            self._task.cancel()
        self._unsent.clear()
        self._bytes = 0

    async def _empty(self) -> None:
        """Send until nothing is left; then this task ends, and costs nothing."""
        while self._unsent:
            taken, self._unsent = self._unsent, []
            try:
                await self._carry(taken)
            except (OSError, RuntimeError) as error:
                # The connection is gone; its consumer hears so by itself.
                logger.debug("Not written: %s", error)
            # Counted until they are written: this is what bounds a slow reader.
            self._bytes -= sum(map(len, taken))
        self.resumed()
