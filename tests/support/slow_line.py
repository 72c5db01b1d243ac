"""A line from far away: a proxy with a delay each way, and so many bits a second."""

import asyncio
import contextlib
from dataclasses import dataclass

from tests.support.forwarding import Carrying


@dataclass
class Way:
    """One direction, which all connections share."""

    seconds: float
    bits: float
    bytes: int = 0
    free_at: float = 0.0

    def arrives(self, size: int, now: float) -> float:
        """When so much is there that is sent now."""
        self.bytes += size
        self.free_at = max(self.free_at, now) + size * 8 / self.bits
        return self.free_at + self.seconds


class SlowLine(Carrying):
    """``up`` and ``down`` count what goes over it.

    A new connection says its first word after one way there and back, as TCP's
    handshake has it. What TCP adds to each packet is not counted.
    """

    def __init__(
        self, door: tuple[str, int], seconds: float = 0.075, bits: float = 1.6e6
    ) -> None:
        super().__init__(door)
        self.up, self.down = Way(seconds, bits), Way(seconds, bits)
        self.handshake = 2 * seconds
        self.connections = 0

    @property
    def url(self):
        host, port = self.address
        return f"http://{host}:{port}/"

    def forget(self):
        """Count from nothing."""
        self.up.bytes = self.down.bytes = self.connections = 0

    async def _carry(self, reader, writer):
        self.connections += 1
        since = self.loop.time() + self.handshake
        with contextlib.suppress(OSError, asyncio.CancelledError):
            inner = await asyncio.open_connection(*self.door)
            await asyncio.gather(
                self._pump(reader, inner[1], self.up, since),
                self._pump(inner[0], writer, self.down, since),
            )

    async def _pump(self, reader, writer, way, since):
        # Until then nobody's bytes are on the line.
        await asyncio.sleep(since - self.loop.time())
        waiting = asyncio.Queue()
        writing = asyncio.ensure_future(self._write(waiting, writer))
        try:
            while data := await reader.read(1460):
                at = way.arrives(len(data), self.loop.time())
                waiting.put_nowait((at, data))
            waiting.put_nowait((self.loop.time() + way.seconds, b""))
            await writing
        finally:
            writing.cancel()

    async def _write(self, waiting, writer):
        try:
            while True:
                at, data = await waiting.get()
                await asyncio.sleep(at - self.loop.time())
                if not data:
                    return
                writer.write(data)
        finally:
            writer.transport.abort()
