"""The same bytes to many writers at once."""

from __future__ import annotations

import logging
from array import array

from chat.net.io_uring import BUFFER_BYTES, ring
from chat.net.writer import Writer, flush_all, unsent

logger = logging.getLogger(__name__)


class Multicast:
    """Writers of this thread's loop that are sent the same; none of them is paused.

    One that is lost leaves it: its socket's number may be given to whoever comes next.
    """

    def __init__(self) -> None:
        self._ring = ring()
        self._writers: list[Writer] = []
        self._sockets = array("i")
        self._places: dict[Writer, int] = {}
        # Those without a socket of their own, which take it one by one.
        self._others: set[Writer] = set()

    def add(self, writer: Writer) -> None:
        if writer in self._places:
            return
        if writer.fileno() < 0:
            self._others.add(writer)
            return
        self._places[writer] = len(self._writers)
        self._writers.append(writer)
        self._sockets.append(writer.fileno())
        writer.holders.add(self)

    def discard(self, writer: Writer) -> None:
        self._others.discard(writer)
        if writer not in self._places:
            return
        writer.holders.discard(self)
        # The last one takes its place.
        place, last = self._places.pop(writer), self._writers.pop()
        number = self._sockets.pop()
        if last is not writer:
            self._writers[place], self._sockets[place] = last, number
            self._places[last] = place

    def send(self, data: bytes) -> None:
        """Send it to all; nothing may be unsent of any of them."""
        for writer in tuple(self._others):
            writer.write(data)
        sizes = self._send(data)
        if sizes.count(len(data)) < len(sizes):
            for writer, size in zip(tuple(self._writers), sizes, strict=True):
                if size < len(data):
                    writer.write(data[size:])
        if unsent.writers:
            flush_all()  # what a protocol says itself must not come amid a frame

    def _send(self, data: bytes) -> list[int]:
        """How much of it each writer has taken."""
        # Not who they are: to fetch hundreds from memory takes longer than to count.
        if self._ring is not None and self._writers and len(data) <= BUFFER_BYTES:
            try:
                return self._ring.send(self._sockets, data)
            except OSError as error:
                logger.warning("From now on without io_uring: %s", error)
                self._ring = None
        return [_send(writer, data) for writer in self._writers]


def _send(writer: Writer, data: bytes) -> int:
    try:
        return writer.send(data)
    except OSError:
        return 0  # whoever takes the rest sees why
