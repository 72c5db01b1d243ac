"""Bytes to lines, under every dialect: bounded, and the same however they are cut."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final


class OverLong(Enum):
    """Stands where a line was too long, so that order is kept."""

    LINE = "a line that was too long"


OVER_LONG: Final = OverLong.LINE
# However many lines they are: each by itself would cost as much as one with words.
_BLANK_LINES = re.compile(rb"(?:[ \t\r\v\f]*+\n)++")


class LineSplitter:
    """Cuts what was fed at LF or CRLF.

    RFC 1459 §2.3 ends lines with CRLF; netcat sends a bare LF: both are accepted. A
    line has at most ``max_bytes``, a CR at its end included; until ``let_in`` it has
    ``early_bytes``.
    """

    def __init__(self, max_bytes: int, early_bytes: int | None = None) -> None:
        self._most_bytes = max_bytes
        self.max_bytes = min(max_bytes, early_bytes or max_bytes)
        self._lines = bytearray()
        self._unfinished = bytearray()

    def feed(self, data: bytes) -> None:
        """Add received bytes, in time proportional to them."""
        ended, newline, rest = data.rpartition(b"\n")
        if newline:
            self._lines += self._unfinished + ended + newline
            self._unfinished.clear()
        # One byte over the limit tells that the line is too long; no more are needed.
        # What comes right behind the log-in may be as long as it will be let in with.
        self._unfinished += rest[: self._most_bytes + 1 - len(self._unfinished)]

    def feed_eof(self) -> None:
        """There will be no more: an unfinished last line counts as a line."""
        if self._unfinished:
            self.feed(b"\n")

    def let_in(self) -> None:
        """It is known who that is: from now on lines may be long."""
        self.max_bytes = self._most_bytes

    def skip_blank(self) -> None:
        """Leave out the lines that come next and say nothing."""
        if blank := _BLANK_LINES.match(self._lines):
            size = blank.end()
            del blank  # it holds on to what is to be cut
            del self._lines[:size]

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
