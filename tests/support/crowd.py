"""Many people at once: clients that cost next to nothing."""

import asyncio
import base64
import contextlib
import struct

import msgspec

TEXT, CLOSE = 0x1, 0x8
FINAL, MASKED = 0x80, 0x80
# RFC 6455 §5.2: from there on a length is in two bytes, in eight bytes.
LENGTHS = {126: "!H", 127: "!Q"}
UPGRADE = (
    "GET /ws/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: {nonce}\r\nCookie: sessionid={key}\r\n\r\n"
)


class Seen(msgspec.Struct):
    """What a client of a crowd reads of a conversation."""

    id: int
    head: int


class Said(msgspec.Struct):
    seq: int
    body: str


class Event(msgspec.Struct):
    """What it reads of any event: a thousand clients cannot afford to read all."""

    type: str
    conversations: list[Seen] = []
    messages: list[Said] = []
    upto: int = 0


class Browser:
    """One WebSocket, by the cookie of a log-in (RFC 6455)."""

    def __init__(self, key):
        self._key = key
        self._decoder = msgspec.json.Decoder(Event)

    async def arrive(self, address):
        """Connect; return the ``welcome``."""
        host, port = address
        self._reader, self._writer = await asyncio.open_connection(
            host, port, limit=2**20
        )
        nonce = base64.b64encode(b"sixteen bytes ok").decode()
        words = UPGRADE.format(host=f"{host}:{port}", nonce=nonce, key=self._key)
        self._writer.write(words.encode())
        answer = await self._reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101 "), answer
        return await self.hears("welcome")

    def tell(self, type, **fields):
        payload = msgspec.json.encode({"type": type, **fields})
        assert len(payload) < min(LENGTHS)
        # RFC 6455 §5.3: a client masks what it sends; by zeros it stays as it is.
        head = bytes([FINAL | TEXT, MASKED | len(payload)])
        self._writer.write(head + bytes(4) + payload)

    async def hears(self, type):
        """The next event of that type."""
        while True:
            kind, payload = await self._frame()
            assert kind != CLOSE, payload
            if kind == TEXT:
                event = self._decoder.decode(payload)
                if event.type == type:
                    return event

    async def ends(self):
        """Read until the connection is lost."""
        with contextlib.suppress(ConnectionError):
            while await self._reader.read(2**16):
                pass
        await self.cut()

    async def cut(self):
        """Hang up without a goodbye."""
        self._writer.transport.abort()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()

    async def _frame(self):
        first, length = await self._reader.readexactly(2)
        if length in LENGTHS:
            size = struct.calcsize(LENGTHS[length])
            [length] = struct.unpack(
                LENGTHS[length], await self._reader.readexactly(size)
            )
        return first & ~FINAL, await self._reader.readexactly(length)


def cookie(name):
    """The key of the session that ``tests.support.accounts`` gives to that name."""
    return f"{name:x<32}"
