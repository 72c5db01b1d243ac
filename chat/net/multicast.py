"""The same bytes to many writers at once."""

from __future__ import annotations

import logging
from array import array

from chat.net.io_uring import BUFFER_BYTES, ring
from chat.net.writer import Writer, flush_all, unsent

logger = logging.getLogger(__name__)


class Multicast:
    """Sockets of this thread's loop that are sent the same; none of them is paused.

    One that is lost leaves it: its socket's number may be given to whoever comes next.
    """

    def __init__(self) -> None:
        self._ring = ring()
        self.writers: list[Writer] = []
        self._sockets = array("i")
        self._places: dict[Writer, int] = {}

    def add(self, writer: Writer) -> None:
        if writer in self._places:
            return
        self._places[writer] = len(self.writers)
        self.writers.append(writer)
        self._sockets.append(writer.fileno())
        writer.holders.add(self)

    def discard(self, writer: Writer) -> None:
        if writer not in self._places:
            return
        writer.holders.discard(self)
        # The last one takes its place.
        place, last = self._places.pop(writer), self.writers.pop()
        number = self._sockets.pop()
        if last is not writer:
            self.writers[place], self._sockets[place] = last, number
            self._places[last] = place

    def send(self, data: bytes) -> None:
        """Send it to all; nothing may be unsent of any of them."""
        sizes = self._send(data)
        if sizes.count(len(data)) < len(sizes):
            for writer, size in zip(tuple(self.writers), sizes, strict=True):
                if size < len(data):
                    writer.write(data[size:])
        if unsent.writers:
            flush_all()  # what a protocol says itself must not come amid a frame

    def _send(self, data: bytes) -> list[int]:
        """How much of it each writer has taken."""
        # Not who they are: to fetch hundreds from memory takes longer than to count.
        if self._ring is not None and len(data) <= BUFFER_BYTES:
            try:
                return self._ring.send(self._sockets, data)
            except OSError as error:
                logger.warning("From now on without io_uring: %s", error)
                self._ring = None
        return [_send(writer, data) for writer in self.writers]


def _send(writer: Writer, data: bytes) -> int:
    try:
        return writer.send(data)
    except OSError:
        return 0  # whoever takes the rest sees why
