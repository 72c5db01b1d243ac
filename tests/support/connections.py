"""Both ends of connections, on each of the loops that the site may run on."""

import asyncio
import contextlib

import pytest
import uvloop

from chat.net.writer import SocketWriter

SECONDS = 60
MUCH = bytes(range(256)) * 4096 * 8


class Protocol(asyncio.Protocol):
    """The server's side of one connection."""

    def __init__(self, place):
        self.place = place

    def connection_made(self, transport):
        self.transport = transport
        self.writer = SocketWriter(transport)
        self.told = []
        self.writer.paused = lambda: self.told.append("paused")
        self.writer.resumed = lambda: self.told.append("resumed")
        self.writer.send, self.sent = self._noted(self.writer.send), []
        self.lost = asyncio.Event()
        self.place.put_nowait(self)

    def _noted(self, send):
        def noted(data):
            self.sent.append(data)
            return send(data)

        return noted

    def pause_writing(self):
        self.writer.pause()

    def resume_writing(self):
        self.writer.resume()

    def connection_lost(self, error):
        self.writer.lose()
        self.lost.set()


def on_both_loops(test):
    """``enter`` connects: it returns the server's side, and the other's reader."""

    @pytest.mark.parametrize("make", [asyncio.new_event_loop, uvloop.new_event_loop])
    def run(make):
        with asyncio.Runner(loop_factory=make) as runner:
            runner.run(_with_a_server(test))

    return run


async def _with_a_server(test):
    place, writers = asyncio.Queue(), []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Protocol(place), "127.0.0.1", 0)

    async def enter():
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        writers.append(writer)
        return await place.get(), reader

    try:
        async with asyncio.timeout(SECONDS):
            await test(enter)
    finally:
        for writer in writers:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        server.close()
        await server.wait_closed()


async def is_read_late(peer, reader):
    """``MUCH`` was written; the peer begins to read only now."""
    assert peer.writer.waiting()
    await asyncio.sleep(0)
    assert peer.told == ["paused"]
    peer.writer.write(b"end")
    waiting = peer.writer.waiting()
    assert 3 < waiting < len(MUCH)
    drained = asyncio.create_task(peer.writer.drain())
    assert await reader.readexactly(len(MUCH)) == MUCH
    assert await reader.readexactly(3) == b"end"
    await drained
    assert peer.told == ["paused", "resumed"]
    assert peer.writer.waiting() == 0
    peer.writer.write(b"again")
    assert await reader.readexactly(5) == b"again"
