"""The same bytes to many lines at once."""

from __future__ import annotations

import logging
from array import array

from chat.net.io_uring import BUFFER_BYTES, ring
from chat.net.writer import Line, flush_all

logger = logging.getLogger("chat.multicast")


class Multicast:
    """Lines of this thread's loop that are sent the same; none of them is paused.

    One that is lost leaves it: its socket's number may be given to whoever comes next.
    """

    def __init__(self) -> None:
        self._ring = ring()
        self._lines: list[Line] = []
        self._sockets = array("i")
        self._places: dict[Line, int] = {}

    def add(self, line: Line) -> None:
        if line in self._places:
            return
        self._places[line] = len(self._lines)
        self._lines.append(line)
        self._sockets.append(line.fileno())
        line.multicasts.add(self)

    def discard(self, line: Line) -> None:
        if line not in self._places:
            return
        line.multicasts.discard(self)
        # The last one takes its place.
        place, last = self._places.pop(line), self._lines.pop()
        number = self._sockets.pop()
        if last is not line:
            self._lines[place], self._sockets[place] = last, number
            self._places[last] = place

    def send(self, data: bytes) -> None:
        """Send it to all. ``flush_all`` was called in this turn of the loop, and
        nothing was written to any of them since.
        """
        sizes = self._send(data)
        if sizes.count(len(data)) < len(sizes):
            for line, size in zip(tuple(self._lines), sizes, strict=True):
                if size < len(data):
                    line.write(data[size:])
        flush_all()  # what a protocol says itself must not come amid a frame

    def _send(self, data: bytes) -> list[int]:
        """How much of it each line has taken."""
        # Not who they are: to fetch hundreds from memory takes longer than to count.
        if self._ring is not None and len(data) <= BUFFER_BYTES:
            try:
                return self._ring.send(self._sockets, data)
            except OSError as error:
                logger.warning("From now on without io_uring: %s", error)
                self._ring = None
        return [_send(line, data) for line in self._lines]


def _send(line: Line, data: bytes) -> int:
    try:
        return line.send(data)
    except OSError:
        return 0  # whoever takes the rest sees why
