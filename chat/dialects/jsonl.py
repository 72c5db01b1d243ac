"""The dialect of programs: the wire itself, one JSON object per line."""

from __future__ import annotations

from chat import wire
from chat.dialects import Received
from chat.dialects.lines import LineSplitter, OverLong
from chat.wire.codec import LINES
from chat.words import Words


class JsonLines:
    """A line has at most ``max_bytes``, and fewer until ``let_in``.

    Empty lines mean nothing.
    """

    keeps_log = True
    encoding = LINES

    def __init__(self, max_bytes: int = wire.MAX_FRAME_BYTES) -> None:
        self._lines = LineSplitter(max_bytes, wire.EARLY_BYTES)

    def speak(self, words: Words) -> None:
        """Nothing: what is said to people comes in events."""

    def greeting(self) -> bytes:
        """Nothing: the peer speaks first."""
        return b""

    def feed(self, data: bytes) -> bytes:
        """Add received bytes; nothing is answered before it is known what they mean."""
        self._lines.feed(data)
        return b""

    def feed_eof(self) -> None:
        """The peer will send no more."""
        self._lines.feed_eof()

    def let_in(self) -> None:
        """It is known who that is."""
        self._lines.let_in()

    def next(self) -> Received | None:
        """The next command, or why a line is none."""
        self._lines.skip_blank()
        while (line := self._lines.next()) is not None:
            if isinstance(line, OverLong):
                return wire.Rejected(wire.too_long(self._lines.max_bytes))
            if line.strip():
                return wire.decode(line)
        return None

    def ask_password(self, *, is_known: bool = True) -> bytes | None:
        """None: a program sends the password with the name."""
        return None

    def ask_again(self) -> bytes | None:
        """None: a program connects again."""
        return None
