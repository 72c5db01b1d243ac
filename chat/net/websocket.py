"""uvicorn's WebSocket, with what the site asks of a server beyond ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import (
    WebSocketsSansIOProtocol,
)
from websockets.http11 import Request

from chat.net.writer import SocketWriter

# For the last words, when there is no time left; less than the shutdown's grace.
PATIENCE_SECONDS = 2


# A ping frame without a payload (RFC 6455 §5.5.2): whatever comes back is life.
PING = b"\x89\x00"


async def keep_alive(connections: Collection[Any], seconds: float) -> None:
    """See to the quiet ones among a server's connections: one timer for all."""
    while True:
        await asyncio.sleep(seconds / 10)
        for connection in tuple(connections):
            if isinstance(connection, WebSocket):
                connection.keep_alive(seconds)


class WebSocket(WebSocketsSansIOProtocol):
    """Its application writes frames itself, and says the last words.

    ``scope["extensions"]["chat.writer"]`` takes whole frames at once, without waiting:
    an event is framed once for all who hear it.
    """

    writer: SocketWriter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heard_at = self.loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        encrypts = self.transport.get_extra_info("sslcontext") is not None
        if self.transport.get_write_buffer_size() and not encrypts:
            # Of a page that it asked for before, and has not read: the writer would
            # overtake that. No browser does so.
            self.transport.abort()
        self.writer = SocketWriter.of(self.transport)

    def data_received(self, data: bytes) -> None:
        self._heard_at = self.loop.time()
        super().data_received(data)

    def keep_alive(self, seconds: float) -> None:
        """Ping a peer that was quiet for so long; end one that was for twice as long.

        One that is not listened to, because much that it said waits, is not quiet.
        """
        quiet = self.loop.time() - self._heard_at
        if quiet < seconds or self.read_paused or not self.handshake_complete:
            return
        if quiet > 2 * seconds:
            self.transport.abort()
        elif not self.close_sent and not self.transport.is_closing():
            self.writer.write(PING)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            extensions: Any = self.scope["extensions"]
            extensions["chat.writer"] = self.writer

    def pause_writing(self) -> None:
        # Not uvicorn's: its close frame would wait for a peer that does not read.
        self.writer.pause()

    def resume_writing(self) -> None:
        self.writer.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        self.writer.lose()  # whatever comes of the rest: the socket is closed then
        super().connection_lost(exc)

    async def send(self, event: Any) -> None:
        self.writer.flush()  # a close frame is the last
        await super().send(event)

    def say_goodbye(self) -> None:
        """The server stops: ``websocket.goodbye``, after all that was received."""
        if not self.close_sent:
            goodbye: Any = {"type": "websocket.goodbye"}
            self.queue.put_nowait(goodbye)

    def shutdown(self) -> None:
        if self.close_sent:
            super().shutdown()
        else:
            self.say_goodbye()
        # A task that waits for a peer that does not read ends like any other then.
        self.loop.call_later(PATIENCE_SECONDS, self.transport.abort)
