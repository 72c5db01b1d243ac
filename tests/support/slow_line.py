"""A line from far away: a proxy with a delay each way, and so many bits a second."""

import asyncio
import contextlib
import threading
from dataclasses import dataclass


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


class SlowLine:
    """Runs in a thread; ``up`` and ``down`` count what goes over it.

    A new connection says its first word after one way there and back, as TCP's
    handshake has it. What TCP adds to each packet is not counted.
    """

    def __init__(
        self, door: tuple[str, int], seconds: float = 0.075, bits: float = 1.6e6
    ) -> None:
        self.door = door
        self.up, self.down = Way(seconds, bits), Way(seconds, bits)
        self.handshake = 2 * seconds
        self.connections = 0
        self.loop = asyncio.new_event_loop()

    def __enter__(self):
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        opening = asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.server = asyncio.run_coroutine_threadsafe(opening, self.loop).result()
        host, port = self.server.sockets[0].getsockname()
        self.url = f"http://{host}:{port}/"
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def forget(self):
        """Count from nothing."""
        self.up.bytes = self.down.bytes = self.connections = 0

    async def _end(self):
        self.server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

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
