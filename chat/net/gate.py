"""What a connection goes through before a door's protocol hears of it.

Where proxies name their clients, a header is read (see ``chat.net.proxied``), and no
byte more; where the door encrypts, there is a handshake. Whoever goes through is
counted at the turnstile from the moment that it is known who they are, and has
``seconds`` for all of that together: else a machine that opens connections and says
nothing would have them for nothing.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chat.net.descriptors import ACCEPTED_AT_ONCE
from chat.net.networks import plain_address
from chat.net.proxied import Addresses, BadHeader, Client, Header
from chat.net.tls import Pair
from chat.net.turnstile import COMPLAINT_SECONDS, Ticket, Turnstile

logger = logging.getLogger(__name__)

HANDSHAKE_SECONDS = 10.0
SHUTDOWN_SECONDS = 5.0
# When the machine has no more files, or no network: that passes, and is not asked for
# again at once.
PAUSE_SECONDS = 1.0


@dataclass(eq=False)
class Arrival:
    """Somebody who comes in; ``ticket``: as what the gate has counted them."""

    client: Client
    ticket: Ticket | None = None

    def take_ticket(self) -> Ticket | None:
        """Take it over, and with it to close it; None if somebody has."""
        ticket, self.ticket = self.ticket, None
        return ticket


@dataclass(frozen=True)
class Plan:
    """What the connections of a door go through.

    ``proxies`` are counted in all alone; where ``names_clients`` is true they must
    begin with a header, and nobody else's is ever looked for.
    """

    turnstile: Turnstile
    pair: Pair | None = None
    seconds: float = HANDSHAKE_SECONDS
    proxies: Addresses = field(default_factory=Addresses)
    names_clients: bool = False


class Gate:
    """Accepts at sockets that listen; ``make`` gives the protocol of who is let in.

    To whoever runs servers it is one: ``sockets``, ``close`` and ``wait_closed``.
    """

    def __init__(
        self,
        sockets: Iterable[socket.socket],
        plan: Plan,
        make: Callable[[Arrival], asyncio.BaseProtocol],
    ) -> None:
        self.sockets = tuple(sockets)
        self._plan = plan
        self._make = make
        self._loop = asyncio.get_running_loop()
        self._inside: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._complained_at = float("-inf")
        self._silent = plan.turnstile.room.silent
        for listener in self.sockets:
            listener.setblocking(False)
            self._loop.add_reader(listener, self._accept, listener)

    def close(self) -> None:
        """Accept nobody any more; who is at the gate goes on."""
        if not self._is_closed:
            self._is_closed = True
            for listener in self.sockets:
                self._loop.remove_reader(listener)
                listener.close()

    def abort(self) -> None:
        """Send away whoever is at the gate."""
        for task in self._inside:
            task.cancel()

    async def wait_closed(self) -> None:
        """Wait until nobody is at the gate."""
        if self._inside:
            await asyncio.wait(self._inside)

    # --- Accepting --------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                connected, peer = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                self._pause(listener, error)
                return
            connected.setblocking(False)
            arrival = Arrival(Client(plain_address(peer[0]), peer[1]))
            arrival.ticket = self._ticket_for(arrival.client.host)
            if arrival.ticket is None:
                connected.close()
                continue
            task = self._loop.create_task(self._take(connected, arrival))
            self._inside.add(task)
            task.add_done_callback(self._inside.discard)
            self._silent[arrival] = partial(_send_away, arrival, task)

    def _ticket_for(self, host: str) -> Ticket | None:
        turnstile, now = self._plan.turnstile, self._loop.time()
        if host in self._plan.proxies:
            return Ticket(turnstile) if turnstile.admit_socket(host, now) else None
        return Ticket(turnstile, host) if turnstile.admit(host, now) else None

    def _pause(self, listener: socket.socket, error: OSError) -> None:
        logger.error("Nobody is accepted for a moment: %s.", error.strerror)
        self._loop.remove_reader(listener)
        self._loop.call_later(PAUSE_SECONDS, self._resume, listener)

    def _resume(self, listener: socket.socket) -> None:
        if not self._is_closed:
            self._loop.add_reader(listener, self._accept, listener)

    # --- One connection ---------------------------------------------------------------

    async def _take(self, connected: socket.socket, arrival: Arrival) -> None:
        host = arrival.client.host
        is_proxy = self._plan.names_clients and host in self._plan.proxies
        try:
            async with asyncio.timeout(self._plan.seconds):
                if not is_proxy or await self._is_named(connected, arrival):
                    await self._let_in(connected, arrival)
        except OSError as error:  # among them TLS that is none, and too long a time
            logger.debug("%s did not come in: %r", host, error)
        finally:
            self._silent.pop(arrival, None)
            if ticket := arrival.take_ticket():
                ticket.close()

    async def _is_named(self, connected: socket.socket, arrival: Arrival) -> bool:
        """Read a proxy's header; False if nobody is let in by it."""
        is_named = False
        try:
            client = await self._read_header(connected)
            arrival.client = client or arrival.client
            is_named = self._is_counted(arrival)
        except BadHeader as error:
            self._complain(arrival.client.host, error)
        finally:
            if not is_named:
                connected.close()
        return is_named

    def _is_counted(self, arrival: Arrival) -> bool:
        """Count whom the proxy names; False if they have enough."""
        ticket, now = arrival.ticket, self._loop.time()
        return ticket is not None and ticket.change(arrival.client.host, now)

    async def _read_header(self, connected: socket.socket) -> Client | None:
        header = Header()
        while header.missing:
            data = await self._loop.sock_recv(connected, header.missing)
            if not data:
                raise ConnectionResetError("It hung up amid its header.")
            header.feed(data)
        return header.client

    async def _let_in(self, connected: socket.socket, arrival: Arrival) -> None:
        pair = self._plan.pair
        how: dict[str, Any] = {}
        if pair is not None:
            how = {
                "ssl": pair.context,
                "ssl_handshake_timeout": self._plan.seconds,
                "ssl_shutdown_timeout": SHUTDOWN_SECONDS,
            }
        make = partial(self._make, arrival)
        await self._loop.connect_accepted_socket(make, connected, **how)

    def _complain(self, host: str, error: BadHeader) -> None:
        # A proxy that is set up wrongly says so with every client.
        now = self._loop.time()
        if now - self._complained_at >= COMPLAINT_SECONDS:
            self._complained_at = now
            logger.warning(
                "%s is to name its clients (CHAT_PROXY_PROTOCOL), and does not: %s",
                host,
                error,
            )


def _send_away(arrival: Arrival, task: asyncio.Task[None]) -> None:
    """The place is somebody else's from now on."""
    if ticket := arrival.take_ticket():
        ticket.close()
    task.cancel()
