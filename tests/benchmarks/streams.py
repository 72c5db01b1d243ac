"""What comes from a server, cut into messages: bytes in, numbers out, without I/O.

Many readers are sent the same. A piece that is, byte for byte, one that was read before
is looked up instead of read again: so a reader costs next to nothing, and yet nothing
that anybody is sent stays unread.
"""

import re
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL, MASKED = 0x80, 0x80
# RFC 6455 §5.2: a length of 126 or 127 is in the next two or eight bytes.
LENGTHS = {126: 2, 127: 8}
PIECES_KEPT = 256

# What stands in a message, with its number.
NUMBER = r"number (\d{8}) of"


def words(number: int) -> str:
    """A message of 32 characters."""
    return f"number {number:08} of the benchmark"


class Mistake(Exception):
    """Somebody was sent what they should not have been, or not what they should."""


class Piece:
    """What some bytes say.

    ``numbers`` of the messages, as they came; ``replies`` to what asks for one;
    ``rest``: the beginning of something that has not come whole.
    """

    __slots__ = ("numbers", "replies", "rest")

    def __init__(self, numbers: list[int], replies: bytes, rest: bytes) -> None:
        self.numbers, self.replies, self.rest = numbers, replies, rest


class Stream:
    """What all readers of one kind are sent. ``message`` matches one, with its number.

    It finds each message once, and matches within a line, or a frame.
    """

    def __init__(self, message: str) -> None:
        self._find = re.compile(message.encode(), re.MULTILINE).findall
        self._known: dict[bytes, Piece] = {}

    def begin(self, data: bytes) -> bytes:
        """What of a connection's first bytes belongs to the stream."""
        return data

    def cut(self, data: bytes) -> Piece:
        """Read ``data``, which begins with the ``rest`` of what was before."""
        piece = self._known.get(data)
        if piece is None:
            if len(self._known) >= PIECES_KEPT:
                self._known.clear()
            piece = self._known[data] = self._read(data)
        return piece

    def _read(self, data: bytes) -> Piece:
        raise NotImplementedError


class Lines(Stream):
    """Lines, ended by LF; an IRC server's ``PING`` is answered."""

    _pings = re.compile(rb"^PING (.*?)\r?$", re.MULTILINE).findall

    def _read(self, data: bytes) -> Piece:
        whole, _, rest = data.rpartition(b"\n")
        replies = b"".join(b"PONG %b\r\n" % ping for ping in self._pings(whole))
        return Piece(list(map(int, self._find(whole))), replies, rest)


class Frames(Stream):
    """A WebSocket from the server's side (RFC 6455), from its handshake on."""

    def begin(self, data: bytes) -> bytes:
        return data.partition(b"\r\n\r\n")[2]

    def _read(self, data: bytes) -> Piece:
        numbers: list[int] = []
        replies, read = b"", 0
        for kind, payload, end in _frames(data):
            if kind == CLOSE:
                raise Mistake(f"the server has closed: {payload!r}")
            replies += self._reply(kind, payload)
            numbers += map(int, self._find(payload))
            read = end
        return Piece(numbers, replies, data[read:])

    def _reply(self, kind: int, payload: bytes) -> bytes:
        return frame(payload, PONG) if kind == PING else b""


class EngineFrames(Frames):
    """Those of Socket.IO, which has pings of its own: ``2``, answered by ``3``."""

    def _reply(self, kind: int, payload: bytes) -> bytes:
        return frame(b"3") if payload == b"2" else super()._reply(kind, payload)


def frame(payload: bytes, kind: int = TEXT) -> bytes:
    """A client's frame (RFC 6455 §5.3), masked by zeros: it stays as it is."""
    size = len(payload)
    assert size < 2**16
    length = bytes([MASKED | size]) if size < min(LENGTHS) else _longer(size)
    return bytes([FINAL | kind]) + length + bytes(4) + payload


def _longer(size: int) -> bytes:
    return bytes([MASKED | 126]) + size.to_bytes(LENGTHS[126], "big")


def _frames(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each whole frame: its kind, its payload, and where it ends."""
    at, available = 0, len(data)
    while at + 2 <= available:
        size, begins = data[at + 1], at + 2
        if size in LENGTHS:
            begins += LENGTHS[size]
            size = int.from_bytes(data[at + 2 : begins], "big")
        end = begins + size
        if end > available:
            return
        yield data[at] & ~FINAL, data[begins:end], end
        at = end
