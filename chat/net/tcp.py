"""An ASGI server for TCP. It accepts sockets, sets limits, and knows no chat.

scope
    ``{"type": "tcp", "asgi": {"version": "3.0"}, "door": name, "client": (host, port),
    "encrypted": bool, "server": (host, port), "extensions": {"chat.writer": writer,
    "chat.is_stopping": is_stopping, "chat.goes_on": goes_on}}``, where ``writer`` takes
    bytes at once (``write``) and says how many the peer has not taken (``waiting``),
    ``is_stopping()`` says whether ``tcp.goodbye`` is to come, and ``goes_on()`` is to
    be called when something is done of what has come. For a proxy's client, ``client``
    and ``encrypted`` are as the proxy says
receive
    ``tcp.connect`` first; ``tcp.receive`` with ``data``, all that has come since the
    one before, and ``fresh`` if it came when that was waited for; ``tcp.goodbye`` if
    the server is about to stop, and ``tcp.disconnect`` last, both when everything that
    came has been received. The ``eof`` of the last is true if the peer has said
    everything, and false if the connection was reset before, closed, or is about to be
    because the server stops. What came before a reset is received, also what is still
    in the kernel then. An application that does nothing of it for ``LOST_SECONDS`` is
    cancelled.
send
    ``tcp.send`` with ``data``: returns when the peer has made room; ``tcp.close``: what
    was sent is delivered first. After the end both do nothing.

A connection costs one task and no timer of its own, and at most ``read_bytes`` that the
application has not received and one chunk of ``tcp.send`` that the peer has not. The
kernel finds out about peers that vanished.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

from chat.net.descriptors import ACCEPTED_AT_ONCE
from chat.net.gate import Gate, Plan
from chat.net.proxied import Addresses
from chat.net.tcp_connection import (
    CLOSE_SECONDS,
    Application,
    Connection,
    Shared,
    TcpLimits,
)
from chat.net.tls import Pair
from chat.net.turnstile import Room

BACKLOG = 2048


@dataclass(frozen=True)
class Door:
    """Where to listen; the application knows the door by its name. Port 0: any.

    ``listeners`` are sockets that listen already, instead of ``host`` and ``port``.
    ``pair``: it encrypts.
    """

    name: str
    host: str
    port: int
    listeners: tuple[socket.socket, ...] = ()
    pair: Pair | None = None


class TcpServer:
    """The server: ``async with``, or ``start`` and ``stop``.

    ``room`` is that of the process, if there are other doors beside these. ``proxies``
    must name their clients, by the PROXY protocol (``chat.net.proxied``); whoever else
    sends such a header is not understood.
    """

    def __init__(
        self,
        application: Application,
        doors: Iterable[Door],
        limits: TcpLimits | None = None,
        room: Room | None = None,
        proxies: Addresses | None = None,
    ) -> None:
        self.doors = tuple(doors)
        self.addresses: dict[str, tuple[str, int]] = {}
        """The real host and port by the name of the door, after ``start``."""
        self._shared = Shared(application, limits or TcpLimits(), room=room)
        self._servers: list[asyncio.Server | Gate] = []
        self._proxies = proxies
        self._gates: list[Gate] = []

    @property
    def connections(self) -> set[Connection]:
        """Those that are open."""
        return self._shared.connections

    async def start(self) -> None:
        """Listen at every door.

        Raises:
            OSError: one of them cannot be opened; then none is.
        """
        self._shared.is_stopping = False
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
        self._shared.is_stopping = True
        while self._gates:
            self._gates.pop().abort()
        everyone = self.connections | self._shared.lost
        for connection in everyone:
            connection.say_goodbye()
        late = await _ended(everyone, grace_seconds)
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
        if door.pair is not None or self._proxies is not None:
            self._open_gate(door)
        else:
            await self._open_server(door)
        host, port = self._servers[-1].sockets[0].getsockname()[:2]
        self.addresses[door.name] = (host, port)

    async def _open_server(self, door: Door) -> None:
        create_server = partial(
            asyncio.get_running_loop().create_server,
            partial(Connection, self._shared, door.name),
            backlog=ACCEPTED_AT_ONCE,
        )
        for listener in door.listeners:
            self._servers.append(await create_server(sock=listener))
            listener.listen(BACKLOG)
        if not door.listeners:
            self._servers.append(
                await create_server(door.host, door.port, backlog=BACKLOG)
            )

    def _open_gate(self, door: Door) -> None:
        listeners = door.listeners or [
            socket.create_server((door.host, door.port), backlog=BACKLOG)
        ]
        plan = Plan(
            self._shared.turnstile,
            door.pair,
            self._shared.limits.gate_seconds,
            self._proxies or Addresses(),
            names_clients=self._proxies is not None,
        )
        make = partial(Connection, self._shared, door.name)
        self._gates.append(Gate(listeners, plan, make))
        self._servers.append(self._gates[-1])


async def _ended(connections: Iterable[Connection], seconds: float) -> list[Connection]:
    """Wait until the connections have ended, at most so long; return who has not."""
    waiting = {each.task: each for each in connections if each.task is not None}
    if not waiting:
        return []
    _, late = await asyncio.wait(waiting, timeout=seconds)
    return [waiting[task] for task in late]
