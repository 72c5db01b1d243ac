"""An ASGI server for TCP. It accepts sockets, sets limits, and knows no chat.

scope
    ``{"type": "tcp", "asgi": {"version": "3.0"}, "door": name, "client": (host, port),
    "server": (host, port), "extensions": {"chat.line": line}}``, where ``line`` takes
    bytes at once (``write``) and says how many the peer has not taken (``waiting``)
receive
    ``tcp.connect`` first; ``tcp.receive`` with ``data``, all that has come since the
    one before; ``tcp.goodbye`` if the server is about to stop, and ``tcp.disconnect``
    last, both when everything that came has been received. The ``eof`` of the last is
    true if the peer has said everything and still listens, and false if the connection
    is lost, closed, or about to be because the server stops.
send
    ``tcp.send`` with ``data``: returns when the peer has made room; ``tcp.close``: what
    was sent is delivered first. After the end both do nothing.

A connection costs one task and no timer of its own, and at most ``read_bytes`` that the
application has not received and one chunk of ``tcp.send`` that the peer has not. The
kernel finds out about peers that vanished.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self, cast

from chat.net.writer import SocketLine

logger = logging.getLogger("chat.bridge")

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

BACKLOG = 2048
# How long a peer may take to read the last words, and to hang up itself.
CLOSE_SECONDS = 5.0
KEEPALIVE_INTERVAL_SECONDS = 5
KEEPALIVE_PROBES = 4
COMPLAINT_SECONDS = 60.0


@dataclass(frozen=True)
class Door:
    """Where to listen; the application knows the door by its name. Port 0: any.

    ``listeners`` are sockets that listen already, instead of ``host`` and ``port``.
    """

    name: str
    host: str
    port: int
    listeners: tuple[socket.socket, ...] = ()


@dataclass(frozen=True)
class Limits:
    """How much is let in, and how long a silent connection goes without a probe."""

    connections_per_address: int = 100
    connections: int = 10_000
    read_bytes: int = 64 * 1024
    idle_ping_seconds: float = 20


class Bridge:
    """The server: ``async with``, or ``start`` and ``stop``."""

    def __init__(
        self,
        application: Application,
        doors: Iterable[Door],
        limits: Limits | None = None,
    ) -> None:
        self.application = application
        self.doors = tuple(doors)
        self.limits = limits or Limits()
        self.addresses: dict[str, tuple[str, int]] = {}
        """The real host and port by the name of the door, after ``start``."""
        self.stopping = False
        self.turnstile = _Turnstile(self.limits)
        # Every connection reads into it and empties it in the same turn of the loop.
        self.scratch = memoryview(bytearray(self.limits.read_bytes))
        self.connections: set[_Connection] = set()
        self._servers: list[asyncio.Server] = []

    async def start(self) -> None:
        """Listen at every door.

        Raises:
            OSError: one of them cannot be opened; then none is.
        """
        self.stopping = False
        try:
            for door in self.doors:
                await self._open(door)
        except OSError:
            await self.stop()
            raise

    def close_doors(self) -> None:
        """Accept nobody any more."""
        while self._servers:
            self._servers.pop().close()

    async def stop(self, grace_seconds: float = 5.0) -> None:
        """Accept nobody, tell every application, and wait until they have ended.

        After ``grace_seconds`` those that are left are cancelled.
        """
        self.close_doors()
        self.stopping = True
        for connection in self.connections:
            connection.say_goodbye()
        late = await _ended(self.connections, grace_seconds)
        for connection in late:
            connection.cancel()
        await _ended(late, CLOSE_SECONDS)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _open(self, door: Door) -> None:
        create_server = partial(
            asyncio.get_running_loop().create_server,
            partial(_Connection, self, door.name),
            backlog=BACKLOG,
        )
        for listener in door.listeners:
            self._servers.append(await create_server(sock=listener))
        if not door.listeners:
            self._servers.append(await create_server(door.host, door.port))
        host, port = self._servers[-1].sockets[0].getsockname()[:2]
        self.addresses[door.name] = (host, port)


class _Turnstile:
    """Counts who is in, in all and by address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._inside = 0
        self._by_address: Counter[str] = Counter()
        self._complained: set[str] = set()
        self._complaints_since = 0.0

    def admit(self, address: str, now: float) -> bool:
        """Let one more in, if there is room; ``now`` in seconds of any clock."""
        if self._by_address[address] >= self._limits.connections_per_address:
            self._complain(address, "it has as many connections as it may have", now)
            return False
        if self._inside >= self._limits.connections:
            self._complain(address, "there are as many connections as may be", now)
            return False
        self._inside += 1
        self._by_address[address] += 1
        return True

    def release(self, address: str) -> None:
        """One that was let in has gone."""
        self._inside -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def _complain(self, address: str, reason: str, now: float) -> None:
        # Somebody who knocks a thousand times a second must not fill the disk.
        if now - self._complaints_since >= COMPLAINT_SECONDS:
            self._complained.clear()
            self._complaints_since = now
        if address not in self._complained:
            self._complained.add(address)
            logger.warning("%s is turned away: %s.", address, reason)


class _Connection(asyncio.BufferedProtocol):
    """One socket and the application's task for it.

    ``_over``: the application hears of nothing more than has come already.
    ``_hung_up``: nothing is written any more either, and what comes is dropped.
    """

    def __init__(self, bridge: Bridge, door: str) -> None:
        self._bridge = bridge
        self._door = door
        self._loop = asyncio.get_running_loop()
        self._inbox = bytearray()
        self._news = asyncio.Event()
        self._gone = asyncio.Event()
        self._announced = self._eof = self._over = self._hung_up = False
        self._stopping = False
        self._deadline: asyncio.TimerHandle | None = None
        self.task: asyncio.Task[None] | None = None

    def say_goodbye(self) -> None:
        """The server stops: the application is to end."""
        self._stopping |= not self._over
        self._over = True
        self._news.set()
        if self._hung_up and self._bridge.stopping:
            self._transport.close()

    def cancel(self) -> None:
        """Have no more patience."""
        self._transport.abort()
        if self.task is not None:
            self.task.cancel()

    # --- What the loop calls ----------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        limits = self._bridge.limits
        self._client = transport.get_extra_info("peername")
        if not self._client or self._bridge.stopping or not self._is_admitted():
            self._transport.abort()
            return
        self._line = SocketLine(self._transport)
        self._bridge.connections.add(self)
        tune(transport.get_extra_info("socket"), limits.idle_ping_seconds)
        self.task = self._loop.create_task(self._serve())

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._bridge.scratch[: self._room_in_inbox()]

    def buffer_updated(self, nbytes: int) -> None:
        if self._over:
            return
        self._inbox += self._bridge.scratch[:nbytes]
        if not self._room_in_inbox():
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> bool:
        self._eof = True
        self._news.set()
        return not self._hung_up

    def pause_writing(self) -> None:
        self._line.pause()

    def resume_writing(self) -> None:
        self._line.resume()

    def connection_lost(self, exc: Exception | None) -> None:
        if self not in self._bridge.connections:
            return
        self._line.lose()  # whatever comes of the rest: the socket is closed then
        self._bridge.connections.remove(self)
        self._bridge.turnstile.release(self._client[0])
        self._over = self._hung_up = True
        self._news.set()
        self._gone.set()
        if self._deadline is not None:
            self._deadline.cancel()

    # --- What the application calls ---------------------------------------------------

    async def receive(self) -> Message:
        if not self._announced:
            self._announced = True
            return {"type": "tcp.connect"}
        while not (self._inbox or self._eof or self._over):
            self._news.clear()
            await self._news.wait()
        if not self._inbox:
            return self._last_message()
        data = bytes(self._inbox)
        self._inbox.clear()
        self._transport.resume_reading()
        return {"type": "tcp.receive", "data": data}

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
            await self._bridge.application(self._scope(), self.receive, self.send)
            self._hang_up()
            await self._gone.wait()
        except Exception:
            # One connection's failure must not end another's.
            logger.exception("The application failed for %s.", self._client[0])
        finally:
            self._transport.abort()

    def _scope(self) -> Message:
        return {
            "type": "tcp",
            "asgi": {"version": "3.0"},
            "door": self._door,
            "client": tuple(self._client[:2]),
            "server": tuple(self._transport.get_extra_info("sockname")[:2]),
            "extensions": {"chat.line": self._line},
        }

    async def _write(self, data: bytes) -> None:
        # Before, because several tasks may write; after, because a chunk has any size.
        await self._line.drain()
        if not self._hung_up:
            self._line.write(data)
        await self._line.drain()

    def _hang_up(self) -> None:
        """Close when everything is written.

        A socket that is closed with unread bytes in it sends a reset, and that can undo
        what the peer has not read yet (RFC 2525 §2.17): only our half is closed, and
        what still comes is dropped until the peer hangs up or ``CLOSE_SECONDS`` pass.
        """
        if self._hung_up:
            return
        self._line.end()
        self._over = self._hung_up = True
        self._inbox.clear()
        self._news.set()
        self._deadline = self._loop.call_later(CLOSE_SECONDS, self._transport.abort)
        if self._eof or self._bridge.stopping:
            self._transport.close()
            return
        self._transport.resume_reading()
        with contextlib.suppress(OSError):  # it was reset, and the loop is yet to tell
            self._transport.write_eof()

    def _last_message(self) -> Message:
        if self._stopping and not self._hung_up:
            self._stopping = False
            return {"type": "tcp.goodbye"}
        return {"type": "tcp.disconnect", "eof": self._eof and not self._over}

    def _is_admitted(self) -> bool:
        return self._bridge.turnstile.admit(self._client[0], self._loop.time())

    def _room_in_inbox(self) -> int:
        return self._bridge.limits.read_bytes - len(self._inbox)


async def _ended(
    connections: Iterable[_Connection], seconds: float
) -> list[_Connection]:
    """Wait until the connections have ended, at most so long; return who has not."""
    waiting = {each.task: each for each in connections if each.task is not None}
    if not waiting:
        return []
    _, late = await asyncio.wait(waiting, timeout=seconds)
    return [waiting[task] for task in late]


def tune(connected: socket.socket, idle_seconds: float) -> None:
    """Have the kernel find a dead peer, also while something is on its way to it.

    A quiet connection is probed after ``idle_seconds``, and ends with the next probe.
    The user timeout (RFC 5482) ends one that does not acknowledge what is sent for as
    long; on Linux also if the peer lives but reads nothing. Should something be said
    just before the second probe, that is twice ``idle_seconds`` and one interval.
    """
    idle = min(max(1, round(idle_seconds)), 32767)
    options = {
        "TCP_NODELAY": 1,
        "TCP_KEEPIDLE": idle,
        "TCP_KEEPALIVE": idle,  # what macOS calls it
        "TCP_KEEPINTVL": KEEPALIVE_INTERVAL_SECONDS,
        "TCP_KEEPCNT": KEEPALIVE_PROBES,
        "TCP_USER_TIMEOUT": idle * 1000,
    }
    # macOS refuses any option of a socket that was reset meanwhile; the loop will tell.
    with contextlib.suppress(OSError):
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in options.items():
            if hasattr(socket, name):
                connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
