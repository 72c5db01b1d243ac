"""uvicorn with our WebSocket, in this process."""

import asyncio
import contextlib
import socket

import pytest
import uvicorn
from websockets.asyncio.client import connect

from chat.net.websocket import WebSocket, keep_alive

SECONDS = 60
PING_SECONDS = 0.5
PATIENTLY = {"proxy": None, "open_timeout": SECONDS}
HELLO = b"\r\n".join(
    [
        b"GET / HTTP/1.1",
        b"Host: localhost",
        b"Upgrade: websocket",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        b"Sec-WebSocket-Version: 13",
        b"\r\n",
    ]
)


class Listener:
    """An application that accepts everybody; ``writers`` are what the server offers."""

    def __init__(self):
        self.writers, self.sends = [], []
        self.left = asyncio.Queue()

    async def __call__(self, scope, receive, send):
        self.writers.append(scope["extensions"]["chat.writer"])
        self.sends.append(send)
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.left.put_nowait(scope["client"])


class WithSomething:
    """A transport in which something waits."""

    def __init__(self, transport):
        self._transport = transport

    def __getattr__(self, name):
        return getattr(self._transport, name)

    def get_write_buffer_size(self):
        return 1


@pytest.fixture
async def site():
    """The application and its port, with pings to whoever is quiet."""
    application = Listener()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            application, ws=WebSocket, ws_ping_interval=None, log_config=None
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        connections = server.server_state.connections
        pings = asyncio.create_task(keep_alive(connections, PING_SECONDS))
        yield application, listening.getsockname()[1]
        pings.cancel()
        server.should_exit = server.force_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def url(port):
    return f"ws://127.0.0.1:{port}/"


async def test_who_answers_no_ping_is_ended_and_who_does_is_not(site):
    application, port = site
    async with connect(
        f"ws://127.0.0.1:{port}/", **PATIENTLY, ping_interval=None
    ) as ok:
        dead, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HELLO)
        await dead.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(SECONDS):
            with contextlib.suppress(ConnectionResetError):
                assert set((await dead.read()).split(b"\x89\x00")) == {b""}
            await application.left.get()
        assert await asyncio.wait_for(await ok.ping(), SECONDS)
        assert application.left.empty()
        writer.close()


async def test_who_has_left_a_page_unread_gets_no_writer(site, monkeypatch):
    _, port = site
    made = WebSocket.connection_made

    def with_something_waiting(self, transport):
        made(self, WithSomething(transport))

    monkeypatch.setattr(WebSocket, "connection_made", with_something_waiting)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HELLO)
    async with asyncio.timeout(SECONDS):
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()


async def test_a_peer_that_does_not_read_is_closed_all_the_same(site):
    application, port = site
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(HELLO)
    await reader.readuntil(b"\r\n\r\n")
    [own] = application.writers
    while own.waiting() < 1 << 20:
        own.write(bytes(1 << 16))
    async with asyncio.timeout(SECONDS):
        await application.sends[0]({"type": "websocket.close", "code": 1000})
    writer.close()


async def test_what_is_written_to_the_writer_arrives_and_who_is_lost_is_told_of(site):
    application, port = site
    resumed = asyncio.Event()
    async with connect(url(port), **PATIENTLY) as client:
        [writer] = application.writers
        writer.resumed = resumed.set
        writer.write(b"\x81\x02hi")
        assert await client.recv() == "hi"
    async with asyncio.timeout(SECONDS):
        await resumed.wait()
    writer.write(b"\x81\x02no")
    assert writer.waiting() == 0
