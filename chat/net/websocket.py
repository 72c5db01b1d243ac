"""uvicorn's WebSocket, with what the site asks of a server beyond ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import (
    WebSocketsSansIOProtocol,
)
from websockets.frames import Frame
from websockets.http11 import Request

from chat.net.networks import plain_address
from chat.net.writer import PAUSED_BYTES, SocketWriter

# For the last words, when there is no time left; less than the shutdown's grace.
PATIENCE_SECONDS = 2


# What a frame may have before somebody is let in; and how often a peer may say nothing
# (pings, and pieces of what does not end) between two looks at it.
EARLY_BYTES = 4096
IDLE_FRAMES = 500

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
    an event is framed once for all who hear it. ``chat.let_in``, beside it, is to be
    called when it is known who that is: until then frames have ``EARLY_BYTES``.
    ``left`` is called when the connection is lost.
    """

    writer: SocketWriter

    def __init__(
        self, *args: Any, left: Callable[[], None] = lambda: None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._heard_at = self.loop.time()
        self._left = left
        self._idle_frames = 0
        self.conn.max_message_size = EARLY_BYTES

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self.client is not None:
            self.client = plain_address(self.client[0]), self.client[1]
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
        self._idle_frames = 0
        quiet = self.loop.time() - self._heard_at
        if quiet < seconds or self.read_paused:
            return
        if quiet > 2 * seconds:
            self.transport.abort()
        elif (
            self.handshake_complete
            and not self.close_sent
            and not self.transport.is_closing()
        ):
            self.writer.write(PING)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            # Its head is none that the library takes; the answer is already there.
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            extensions: Any = self.scope["extensions"]
            extensions["chat.writer"] = self.writer
            extensions["chat.let_in"] = self.let_in

    def let_in(self) -> None:
        """From now on frames may be as long as the server allows."""
        self.conn.max_message_size = self.config.ws_max_size

    def handle_ping(self) -> None:
        # It need not be answered if there are others (RFC 6455 §5.5.3): a peer that
        # reads nothing must not have us keep the answers.
        answer = b"".join(self.conn.data_to_send())
        if not self._is_idling() and self.writer.waiting() < PAUSED_BYTES:
            self.transport.write(answer)

    def handle_cont(self, event: Frame) -> None:
        # An empty piece counts for no limit of bytes.
        if not event.fin and self._is_idling():
            return
        super().handle_cont(event)

    def handle_parser_exception(self) -> None:
        if self.conn.close_sent is None:
            self.transport.abort()  # it began with what is no handshake
        else:
            super().handle_parser_exception()

    def _is_idling(self) -> bool:
        self._idle_frames += 1
        if self._idle_frames > IDLE_FRAMES:
            self.transport.abort()
        return self._idle_frames > IDLE_FRAMES

    def pause_writing(self) -> None:
        # Not uvicorn's: its close frame would wait for a peer that does not read.
        self.writer.pause()

    def resume_writing(self) -> None:
        self.writer.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        self.writer.lose()  # whatever comes of the rest: the socket is closed then
        self._left()
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
