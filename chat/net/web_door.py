"""What the connections of browsers have in common: their limits, and who they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware, _TrustedHosts

from chat.net.proxied import Addresses
from chat.net.turnstile import Ticket, Turnstile

logger = logging.getLogger(__name__)

# How often it is looked at whether somebody takes too long.
LOOK_SECONDS = 1.0
# Whoever sends more than the usual has to send it this fast.
BYTES_A_SECOND = 16 * 1024

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class WebLimits:
    """How much of a request there may be, and how long it may take.

    The seconds are for the whole of a head, or of a body: a byte now and then does not
    prolong them. ``larger_bodies``: by the beginning of a path, what is taken there
    instead of ``body_bytes``, as in ``{"/upload/": 20 * 2**20}``.
    """

    head_bytes: int = 16 * 1024
    head_seconds: float = 10
    body_bytes: int = 64 * 1024
    body_seconds: float = 20
    answer_seconds: float = 30
    larger_bodies: Mapping[str, int] = field(default_factory=dict)

    def body_of(self, path: bytes) -> int:
        """How many bytes a body may have that is sent there."""
        for beginning, most in self.larger_bodies.items():
            if path.startswith(beginning.encode()):
                return most
        return self.body_bytes

    def seconds_of(self, body: int) -> float:
        """How long a body of at most so many bytes may take."""
        return self.body_seconds + max(0, body - self.body_bytes) / BYTES_A_SECOND


class Visitor(Protocol):
    """A connection that the door looks at."""

    def look(self, now: float) -> None:
        """End it, if it takes too long."""


class WebDoor:
    """The door: who is in, and one timer for all of them.

    ``is_leaving``: this process ends, and nobody is to come in for long.
    """

    def __init__(
        self, limits: WebLimits, turnstile: Turnstile, proxies: Sequence[str] = ()
    ) -> None:
        self.limits = limits
        self.turnstile = turnstile
        self.proxies = Proxies(proxies)
        self.visitors: set[Visitor] = set()
        self.is_leaving = False
        self.silent = turnstile.room.silent

    async def watch(self) -> None:
        """Look at everybody, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = loop.time()
            for visitor in tuple(self.visitors):
                visitor.look(now)

    def admit(self, address: str, now: float) -> Ticket | None:
        """Let in who comes from that address; None if there is no room for them."""
        if self.proxies.lists(address):
            if not self.turnstile.admit_socket(address, now):
                return None
            return Ticket(self.turnstile)
        if not self.turnstile.admit(address, now):
            return None
        return Ticket(self.turnstile, address)


class Proxies:
    """The proxies that are believed when they name a client: addresses or networks."""

    def __init__(self, listed: Sequence[str]) -> None:
        self._listed = Addresses(listed)
        self._hosts = _Hosts(self._listed)
        self._has_warned = bool(listed)

    def lists(self, address: str) -> bool:
        """Whether a socket's address is one of theirs."""
        return address in self._listed

    def before(self, application: Any) -> Any:
        """The application, told who a client is and how it came, by what they name."""
        middleware = ProxyHeadersMiddleware(application)
        middleware.trusted_hosts = self._hosts
        return middleware

    def client_in(self, headers: Headers) -> str | None:
        """Whom one of them names; None if it names nobody."""
        values = [value for name, value in headers if name == b"x-forwarded-for"]
        named = b", ".join(values).decode("latin-1")
        return self._hosts.get_trusted_client_address(named)[0] or None

    def notice(self, address: str, headers: Headers) -> None:
        """Warn once of one that is not listed: all of its clients count as one."""
        if self._has_warned or all(name != b"x-forwarded-for" for name, _ in headers):
            return
        self._has_warned = True
        logger.warning(
            "%s names others as its clients (X-Forwarded-For). If that is your proxy,"
            " list it in TRUSTED_PROXIES: until then all who come through it count as"
            " one address, and one of them can use up what all may have.",
            address,
        )


class _Hosts(_TrustedHosts):
    """Uvicorn's way to read what they name, by our list of who they are."""

    def __init__(self, listed: Addresses) -> None:
        super().__init__([])
        self._listed = listed

    def __contains__(self, host: str | None) -> bool:
        return host is not None and host in self._listed
