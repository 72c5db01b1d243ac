"""Connections that carry text both ways: lines over TCP, frames of a WebSocket.

Both have the same face: ``send``, ``frames``, ``pause``, ``resume``, ``abort``.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.support.waiting import SECONDS

Address = tuple[str, int]
# The kernel holds little for a client that does not read.
KERNEL_BYTES = 16 * 1024


class LineWire(asyncio.Protocol):
    """Lines that end with LF, as ``nc`` and the JSON door speak them."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self._rest = b""
        self._writable = asyncio.Event()

    @classmethod
    async def open(cls, address: Address) -> Self:
        loop = asyncio.get_running_loop()
        connected = await _connected(address)
        return (await loop.create_connection(cls, sock=connected))[1]

    async def send(self, text: str) -> None:
        """Raises:
        ConnectionError: it is closed.
        """
        if self._transport.is_closing():
            raise ConnectionResetError
        self._transport.write(text.encode() + b"\n")
        await self._writable.wait()

    async def frames(self) -> AsyncIterator[str]:
        while (frame := await self._frames.get()) is not None:
            yield frame

    def pause(self) -> None:
        if not self._transport.is_closing():
            self._transport.pause_reading()

    def resume(self) -> None:
        if not self._transport.is_closing():
            self._transport.resume_reading()

    def abort(self) -> None:
        self._transport.abort()

    # --- What the loop calls ----------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._frames.put_nowait(line.decode())

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._writable.set()
        # What was cut off in the middle of a line was received too.
        if self._rest:
            self._frames.put_nowait(self._rest.decode(errors="replace"))
        self._frames.put_nowait(None)


class SocketWire:
    """Text frames of a WebSocket, opened with a page's cookie."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._reading = asyncio.Event()
        self._reading.set()

    @classmethod
    async def open(cls, address: Address, cookie: str) -> Self:
        host = f"{address[0]}:{address[1]}"
        try:
            connection = await connect(
                f"ws://{host}/ws/",
                sock=await _connected(address),
                origin=f"http://{host}",
                additional_headers={"Cookie": cookie},
                compression=None,
                max_size=None,
                ping_interval=None,
                open_timeout=SECONDS,
                proxy=None,
            )
        except WebSocketException as error:
            raise ConnectionAbortedError from error
        return cls(connection)

    async def send(self, text: str) -> None:
        """Raises:
        ConnectionError: it is closed.
        """
        try:
            await self._connection.send(text)
        except ConnectionClosed as error:
            raise ConnectionResetError from error

    async def frames(self) -> AsyncIterator[str]:
        with contextlib.suppress(ConnectionClosed):
            while True:
                frame = await self._connection.recv()
                # Who pauses stops here, and the library stops reading soon after.
                await self._reading.wait()
                yield frame

    def pause(self) -> None:
        self._reading.clear()

    def resume(self) -> None:
        self._reading.set()

    def abort(self) -> None:
        self._reading.set()
        self._connection.transport.abort()


async def _connected(address: Address) -> socket.socket:
    connected = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connected.setblocking(False)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_BYTES)
    try:
        await asyncio.get_running_loop().sock_connect(connected, address)
    except BaseException:
        connected.close()
        raise
    return connected
