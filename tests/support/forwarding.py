"""What a site has before its doors: a proxy, with TLS or without."""

import asyncio
import contextlib
import ssl
import threading


class Carrying:
    """Stands before a door, with a loop of its own in a thread; ``_carry`` carries."""

    def __init__(self, door, context=None):
        self.door, self.context = door, context
        self.loop = asyncio.new_event_loop()

    def __enter__(self):
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        opening = asyncio.start_server(
            self._carry, "127.0.0.1", 0, ssl=self.context, limit=2**20
        )
        self.server = asyncio.run_coroutine_threadsafe(opening, self.loop).result()
        self.address = self.server.sockets[0].getsockname()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _end(self):
        self.server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Forwarding(Carrying):
    """A proxy before a door, as a site has that offers TLS."""

    def __init__(self, door, certificate=None, head=b""):
        context = None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
        super().__init__(door, context)
        self.head = head
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.is_cut, self.carried = False, set()
        self.received = bytearray()

    def hold(self):
        """Carry nothing any more, and say nothing of it."""
        self.loop.call_soon_threadsafe(self.flowing.clear)

    def go_on(self):
        """Carry again, also what was held."""
        self.loop.call_soon_threadsafe(self.flowing.set)

    def lose(self):
        """Forget the connections there are, and tell nobody; carry new ones."""
        self.loop.call_soon_threadsafe(self._lose)

    def _lose(self):
        self.flowing.clear()
        self.flowing = asyncio.Event()
        self.flowing.set()

    def cut(self):
        """Break all connections, and each that is tried, until it is mended."""
        self.loop.call_soon_threadsafe(self._cut)

    def mend(self):
        """Carry again what is tried from now on."""
        self.is_cut = False

    def _cut(self):
        self.is_cut = True
        for task in self.carried:
            task.cancel()

    async def _carry(self, reader, writer):
        if self.is_cut:
            return writer.transport.abort()
        self.carried.add(task := asyncio.current_task())
        task.add_done_callback(self.carried.discard)
        ends = [writer]
        # Whoever cuts it ends it so, and before Python 3.12 asyncio complains of that.
        with contextlib.suppress(OSError, asyncio.CancelledError):
            try:
                inner = await asyncio.open_connection(*self.door)
                ends.append(inner[1])
                inner[1].write(self.head)
                await asyncio.gather(
                    self._pump(reader, inner[1], self.received),
                    self._pump(inner[0], writer, bytearray()),
                )
            finally:
                for end in ends:  # also where the door is away
                    end.transport.abort()

    async def _pump(self, reader, writer, copy):
        flowing = self.flowing
        try:
            while data := await reader.read(65536):
                copy += data
                await flowing.wait()
                writer.write(data)
                await writer.drain()
        finally:
            writer.transport.abort()
