"""One connection of the server for TCP: its socket, and the application's task."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, cast

from chat.net.gate import HANDSHAKE_SECONDS, Arrival
from chat.net.keepalive import tune
from chat.net.lost import Lost
from chat.net.turnstile import Room, Ticket, Turnstile
from chat.net.writer import SocketWriter

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# How long a peer may take to read the last words, and to hang up itself.
CLOSE_SECONDS = 5.0


@dataclass(frozen=True)
class TcpLimits:
    """How much is let in, and how long a silent connection goes without a probe.

    ``gate_seconds``: for a proxy's header and the handshake of TLS.
    """

    connections_per_address: int = 100
    connections: int = 10_000
    read_bytes: int = 64 * 1024
    idle_ping_seconds: float = 20
    gate_seconds: float = HANDSHAKE_SECONDS


@dataclass
class Shared:
    """What the connections of one server have in common."""

    application: Application
    limits: TcpLimits
    connections: set[Connection] = field(default_factory=set)
    # Those whose peers are gone, while it is done what they had said.
    lost: set[Connection] = field(default_factory=set)
    is_stopping: bool = False
    room: Room | None = None

    def must_end(self) -> bool:
        """Whether the applications have been told to end, or are about to be."""
        return self.is_stopping

    def admit(self, address: str, now: float) -> Ticket | None:
        """What one from there is counted as; None if they have to stay outside."""
        is_in = self.turnstile.admit(address, now)
        return Ticket(self.turnstile, address) if is_in else None

    @cached_property
    def turnstile(self) -> Turnstile:
        limits = self.limits
        room = self.room or limits.connections
        return Turnstile(room, limits.connections_per_address)

    @cached_property
    def scratch(self) -> memoryview:
        """Each connection reads into it and empties it in the same turn of the loop."""
        return memoryview(bytearray(self.limits.read_bytes))


class Connection(asyncio.BufferedProtocol):
    """One socket and the application's task for it.

    ``_over``: the application hears of nothing more than has come already.
    ``_hung_up``: nothing is written any more either, and what comes is dropped.
    ``_encrypts``: the transport does; ``_is_encrypted``: or a proxy, for its client.
    """

    def __init__(
        self, shared: Shared, door: str, arrival: Arrival | None = None
    ) -> None:
        self._shared = shared
        self._door = door
        self._arrival = arrival
        self._loop = asyncio.get_running_loop()
        self._inbox = bytearray()
        self._news = asyncio.Event()
        self._gone = asyncio.Event()
        self._announced = self._eof = self._over = self._hung_up = False
        self._stopping = False
        self._deadline: asyncio.TimerHandle | None = None
        self._lost = Lost(self.cancel)
        self.task: asyncio.Task[None] | None = None

    def say_goodbye(self) -> None:
        """The server stops: the application is to end."""
        self._stopping |= not self._over
        self._over = True
        self._news.set()
        if self._hung_up and self._shared.is_stopping:
            self._close()

    def cancel(self) -> None:
        """Have no more patience."""
        self._transport.abort()
        if self.task is not None:
            self.task.cancel()

    # --- What the loop calls ----------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._encrypts = bool(transport.get_extra_info("sslcontext"))
        self._client, self._is_encrypted = _client_of(transport, self._arrival)
        if not self._client or self._shared.is_stopping or not self._is_admitted():
            self._transport.abort()
            return
        self._writer = SocketWriter.of(self._transport)
        self._shared.connections.add(self)
        give_way = partial(self._ticket.give_way, self._transport)
        self._shared.turnstile.room.silent[self] = give_way
        own = transport.get_extra_info("socket")
        tune(own, self._shared.limits.idle_ping_seconds)
        self.task = self._loop.create_task(self._serve())

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._shared.scratch[: self._room_in_inbox()]

    def buffer_updated(self, nbytes: int) -> None:
        if self._over:
            return
        self._shared.turnstile.room.silent.pop(self, None)
        self._inbox += self._shared.scratch[:nbytes]
        if not self._room_in_inbox():
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> bool:
        self._eof = True
        self._news.set()
        # TLS has no half that stays open (RFC 8446 §6.1 does, its transports do not).
        return not (self._hung_up or self._encrypts)

    def pause_writing(self) -> None:
        self._writer.pause()

    def resume_writing(self) -> None:
        self._writer.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        if self not in self._shared.connections:
            return
        self._shared.connections.remove(self)
        if self.task is not None and not self.task.done():
            is_read = self._eof or self._encrypts or self._hung_up
            self._lost.begin(None if is_read else self._transport, exc)
            self._shared.lost.add(self)
        self._writer.lose()  # whatever comes of the rest: the socket is closed then
        self._shared.turnstile.room.silent.pop(self, None)
        self._over = self._hung_up = True
        self._news.set()
        self._gone.set()

    # --- What the application calls ---------------------------------------------------

    async def receive(self) -> Message:
        if not self._announced:
            self._announced = True
            return {"type": "tcp.connect"}
        is_fresh = not (self._inbox or self._over)
        while not (self._inbox or self._eof or self._over):
            self._news.clear()
            await self._news.wait()
        data = bytes(self._inbox) or self._lost.read(self._shared.limits.read_bytes)
        if not data:
            return self._last_message()
        self._inbox.clear()
        self._transport.resume_reading()
        return {"type": "tcp.receive", "data": data, "fresh": is_fresh}

    async def send(self, message: Message) -> None:
        """Raises:
        ValueError: there is no such message.
        """
        match message["type"]:
            case "tcp.send":
                await self._write(message["data"])
            case "tcp.close":
                self._hang_up()
            case unknown:
                raise ValueError(f"An application of tcp cannot send {unknown!r}.")

    # --- Steps ------------------------------------------------------------------------

    async def _serve(self) -> None:
        try:
            await self._shared.application(self._scope(), self.receive, self.send)
            self._hang_up()
            await self._gone.wait()
        except Exception:
            # One connection's failure must not end another's.
            logger.exception("The application failed for %s.", self._client[0])
        finally:
            self._transport.abort()
            self._ticket.close()
            self._shared.lost.discard(self)
            self._lost.end()
            if self._deadline is not None:
                self._deadline.cancel()

    def _scope(self) -> Message:
        extensions = {
            "chat.writer": self._writer,
            "chat.is_stopping": self._shared.must_end,
            "chat.goes_on": self._lost.go_on,
        }
        scope = _scope_of(self._door, self._transport, self._client)
        return {**scope, "encrypted": self._is_encrypted, "extensions": extensions}

    async def _write(self, data: bytes) -> None:
        # Before, because several tasks may write; after, because a chunk has any size.
        await self._writer.drain()
        if not self._hung_up:
            self._writer.write(data)
        await self._writer.drain()

    def _hang_up(self) -> None:
        """Close when everything is written.

        A socket that is closed with unread bytes in it sends a reset, and that can undo
        what the peer has not read yet (RFC 2525 §2.17): only our half is closed, and
        what still comes is dropped until the peer hangs up or ``CLOSE_SECONDS`` pass.
        """
        self._inbox.clear()
        self._lost.end()
        if self._hung_up:
            return
        self._writer.end()
        self._over = self._hung_up = True
        self._news.set()
        self._deadline = self._loop.call_later(CLOSE_SECONDS, self._transport.abort)
        if self._eof or self._encrypts or self._shared.is_stopping:
            self._close()
            return
        self._transport.resume_reading()
        with contextlib.suppress(OSError):  # it was reset, and the loop is yet to tell
            self._transport.write_eof()

    def _close(self) -> None:
        # Not twice: asyncio's TLS would not end any more, whatever becomes of it.
        if not self._transport.is_closing():
            self._transport.close()

    def _last_message(self) -> Message:
        if self._stopping and not self._hung_up:
            self._stopping = False
            return {"type": "tcp.goodbye"}
        is_all = self._lost.is_so or not self._over
        return {"type": "tcp.disconnect", "eof": self._eof and is_all}

    def _is_admitted(self) -> bool:
        ticket = None if self._arrival is None else self._arrival.take_ticket()
        ticket = ticket or self._shared.admit(self._client[0], self._loop.time())
        if ticket is not None:
            self._ticket = ticket
        return ticket is not None

    def _room_in_inbox(self) -> int:
        return self._shared.limits.read_bytes - len(self._inbox)


def _scope_of(door: str, transport: asyncio.BaseTransport, client: Any) -> Message:
    return {
        "type": "tcp",
        "asgi": {"version": "3.0"},
        "door": door,
        "client": tuple(client[:2]),
        "server": tuple(transport.get_extra_info("sockname")[:2]),
    }


def _client_of(
    transport: asyncio.BaseTransport, arrival: Arrival | None
) -> tuple[Any, bool]:
    """Who comes, and whether what they say is encrypted on its way."""
    peer = transport.get_extra_info("peername")
    is_encrypted = bool(transport.get_extra_info("sslcontext"))
    if not peer or arrival is None:
        return peer, is_encrypted
    client = arrival.client
    return (client.host, client.port), is_encrypted or client.is_encrypted
