"""Writers: connections that take bytes without waiting.

A transport does much for each write before it asks the kernel: with hundreds in a room
that is a tenth of what a message costs. A ``SocketWriter`` asks the kernel itself, and
leaves to the transport what the socket does not take at once.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from typing import Protocol

logger = logging.getLogger(__name__)

# With more than this waiting, a writer has paused.
PAUSED_BYTES = 128 * 1024
# More than this does not wait for the end of the turn.
JOINED_BYTES = 64 * 1024


class Holder(Protocol):
    """What has a writer, and is to let go of it when its connection is lost."""

    def discard(self, writer: Writer) -> None: ...


class Writer(Protocol):
    """A connection that takes bytes at once.

    A server that has one offers it as ``scope["extensions"]["chat.writer"]``. It calls
    ``paused`` when something waits for the peer, with ``PAUSED_BYTES`` at the latest;
    ``resumed`` when that has left, or cannot any more.
    """

    paused: Callable[[], None]
    resumed: Callable[[], None]
    holders: set[Holder]

    def fileno(self) -> int:
        """The socket's number; -1 if there is none."""

    @property
    def send(self) -> Callable[[bytes], int]:
        """For a multicast, while the writer is not paused: send as much of it as the
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
    """The writers of this thread's loop that hold something until its turn ends."""

    def __init__(self) -> None:
        self.writers: set[SocketWriter] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, writer: SocketWriter) -> None:
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            # The one before may have ended amid a turn.
            self._loop, self.writers = loop, set()
        if not self.writers:
            loop.call_soon(flush_all)
        self.writers.add(writer)


unsent = _Unsent()


def flush_all() -> None:
    """Send now what was written to any writer in this turn of the loop."""
    for writer in tuple(unsent.writers):
        try:
            writer.flush()
        except Exception:
            # One connection's failure must not silence everybody else's.
            logger.exception("A writer could not be written to.")


class _Borrowed(socket.socket):
    """Another's socket, which is not closed when this object is forgotten."""

    __slots__ = ()

    def __del__(self) -> None:
        self.detach()


class _Nothing:
    """In place of a socket that nobody may write to: all of it is the transport's."""

    def send(self, data: bytes) -> int:
        return 0

    def fileno(self) -> int:
        return -1

    def detach(self) -> None:
        """There is nothing to let go of."""


class SocketWriter:
    """The writer of a transport of plain TCP in which nothing waits.

    Its protocol calls ``pause``, ``resume`` and ``lose``; what it writes to the
    transport itself overtakes what was written in this turn, unless it is flushed.
    ``of`` makes the one that a transport can have.

    Raises:
        ValueError: the transport encrypts, and this would not.
    """

    @staticmethod
    def of(transport: asyncio.Transport) -> SocketWriter:
        """The writer of a transport, which may encrypt."""
        is_encrypted = transport.get_extra_info("sslcontext") is not None
        return (EncryptedWriter if is_encrypted else SocketWriter)(transport)

    def __init__(self, transport: asyncio.Transport) -> None:
        self.paused: Callable[[], None] = lambda: None
        self.resumed: Callable[[], None] = lambda: None
        self.holders: set[Holder] = set()
        self._unsent = bytearray()
        self._transport = transport
        self._limit()
        self._socket = self._borrow(transport)
        self.send = self._socket.send
        self.fileno = self._socket.fileno
        self._left: asyncio.Event | None = None
        self._is_over = False

    def _limit(self) -> None:
        # It is to say so as soon as anything waits: the socket is not to overtake it.
        self._transport.set_write_buffer_limits(high=0)

    def _borrow(self, transport: asyncio.Transport) -> _Borrowed | _Nothing:
        """The transport's own socket, until it is closed: then another may be given
        its number.
        """
        if transport.get_extra_info("sslcontext"):
            raise ValueError("A writer of TLS would write past its encryption.")
        own = transport.get_extra_info("socket")
        return _Borrowed(own.family, own.type, own.proto, own.fileno())

    def write(self, data: bytes) -> None:
        if self._is_over:
            return
        if not self._unsent:
            unsent.add(self)
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
        for holder in tuple(self.holders):
            holder.discard(self)
        self._forget()
        self._socket.detach()
        self.resume()

    def _forget(self) -> None:
        unsent.writers.discard(self)
        self._unsent.clear()


class EncryptedWriter(SocketWriter):
    """The writer of a transport that encrypts: everything goes through that.

    What it has handed on to the kernel's side, and the kernel has not taken, is not
    counted by ``waiting``: that is one write at the most.
    """

    def _limit(self) -> None:
        # The end of the handshake may wait in it; whoever makes this writer is to have
        # it before they hear of that.
        asyncio.get_running_loop().call_soon(self._limit_now)

    def _limit_now(self) -> None:
        if not self._transport.is_closing():
            # With 0, it would say always that something waits.
            self._transport.set_write_buffer_limits(high=1)

    def _borrow(self, transport: asyncio.Transport) -> _Nothing:
        return _Nothing()

    def waiting(self) -> int:
        # One that is being closed may not be asked any more.
        return len(self._unsent) if self._transport.is_closing() else super().waiting()
