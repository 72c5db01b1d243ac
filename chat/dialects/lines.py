"""Bytes to lines, under every dialect: bounded, and the same however they are cut."""

from __future__ import annotations

from enum import Enum
from typing import Final


class OverLong(Enum):
    """Stands where a line was too long, so that order is kept."""

    LINE = "a line that was too long"


OVER_LONG: Final = OverLong.LINE


class LineSplitter:
    """Cuts what was fed at LF or CRLF.

    RFC 1459 §2.3 ends lines with CRLF; netcat sends a bare LF: both are accepted. A
    line has at most ``max_bytes``, a CR at its end included.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._lines = bytearray()
        self._unfinished = bytearray()

    def feed(self, data: bytes) -> None:
        """Add received bytes, in time proportional to them."""
        ended, newline, rest = data.rpartition(b"\n")
        if newline:
            self._lines += self._unfinished + ended + newline
            self._unfinished.clear()
        # One byte over the limit tells that the line is too long; no more are needed.
        self._unfinished += rest[: self.max_bytes + 1 - len(self._unfinished)]

    def feed_eof(self) -> None:
        """There will be no more: an unfinished last line counts as a line."""
        if self._unfinished:
            self.feed(b"\n")

    def next(self) -> bytes | OverLong | None:
        """The next line without its end, the mark of one too long, or None."""
        end = self._lines.find(b"\n")
        if end < 0:
            return None
        too_long = end > self.max_bytes
        line = b"" if too_long else bytes(self._lines[:end])
        # A bytearray gives up its front without moving the rest.
        del self._lines[: end + 1]
        return OVER_LONG if too_long else line.removesuffix(b"\r")
