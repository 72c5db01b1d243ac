"""What the site asks of others, at addresses that somebody has named: never within a
network, and bounded in every respect.

What counts is the address that a name leads to as it is connected to, whatever it is
written like: ``127.1``, ``0x7f.1`` and ``2130706433`` are resolved as names are. A name
is resolved once for each connection, and that is connected to which was looked at: one
that leads elsewhere a moment later (DNS rebinding) leads nowhere. All addresses of a
name have to be public, so that none of several is hit by chance. No redirect is
followed.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple, cast

# What has an IPv4 address in its last four bytes: NAT64 (RFC 6052), and what was to be
# compatible (RFC 4291 §2.5.5.1). Of 6to4 and mapped ones Python knows.
CARRYING = ip_network("64:ff9b::/96"), ip_network("::/96")
# What not all releases of Python know to be within a network: NAT64 of one's own (RFC
# 8215), sites (RFC 3879), and relays of 6to4 (RFC 7526).
WITHIN = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "192.88.99.0/24")))
_LAST_FOUR = 0xFFFFFFFF
PORTS = {"http": 80, "https": 443}
HEAD_BYTES = 16 * 1024


class Unfit(Exception):
    """Nothing is asked there, or what is answered is of no use; why, for the log."""


class Target(NamedTuple):
    """``path``: as it stands in the request. ``is_within``: it may be in a network."""

    scheme: str
    host: str
    port: int
    path: str
    is_within: bool = False

    @property
    def named(self) -> str:
        """The host as the request names it (RFC 9110 §7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    content: bytes


def ask(
    target: Target,
    method: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    until: float,
    most_bytes: int = 0,
) -> Answer:
    """What is answered there, until that moment of ``time.monotonic()``, the resolver
    aside; of its content as many bytes.

    Raises:
        Unfit: it is nowhere, or within a network, or does not answer like that.
    """
    try:
        with _connected(target, until) as line:
            line.sendall(_request(target, method, headers, body))
            coming = _Coming(line, until, HEAD_BYTES + 2 * most_bytes)
            response = http.client.HTTPResponse(cast(socket.socket, coming))
            response.begin()
            # Nobody waits for what is not wanted.
            content = response.read(most_bytes) if most_bytes else b""
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unfit(f"{target.host} does not answer: {error}") from error
    return Answer(response.status, response.headers, content)


def addresses_of(host: str, port: int, *, is_within: bool = False) -> Sequence[Any]:
    """Where that host is: what ``socket.getaddrinfo`` tells, all of it public unless it
    may be within a network.

    Raises:
        Unfit: it is nowhere, or within a network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfit(f"{host} is nowhere: {error}") from error
    for *_, address in found:
        if not is_within and not is_public(str(address[0])):
            raise Unfit(f"{host} is {address[0]}, which is within a network")
    return found


def is_public(address: str) -> bool:
    """Whether an address of IPv4 or IPv6 is one of the whole internet."""
    its = ip_address(address.partition("%")[0])
    if isinstance(its, IPv6Address):
        carried = its.ipv4_mapped or its.sixtofour or _carried(its)
        if carried is not None:
            return is_public(str(carried))
    is_within = any(its in each for each in WITHIN if each.version == its.version)
    return its.is_global and not (its.is_multicast or is_within)


def _carried(its: IPv6Address) -> IPv4Address | None:
    if any(its in each for each in CARRYING):
        return IPv4Address(int(its) & _LAST_FOUR)
    return None


def _connected(target: Target, until: float) -> socket.socket:
    """A connection to the first of its addresses that takes one."""
    host, failed = target.host, OSError("it has no address")
    found = addresses_of(host, target.port, is_within=target.is_within)
    for family, kind, protocol, _, address in found:
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(_left(until))
            line.connect(address)
            if target.scheme != "https":
                return line
            line.settimeout(_left(until))
            return _context().wrap_socket(line, server_hostname=host)
        except OSError as error:
            line.close()
            failed = error
    raise failed


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(
    target: Target, method: str, headers: Mapping[str, str], body: bytes
) -> bytes:
    told = {"Host": target.named, **headers, "Connection": "close"}
    if method == "POST":
        told["Content-Length"] = str(len(body))
    lines = [
        f"{method} {target.path} HTTP/1.1",
        *(f"{k}: {v}" for k, v in told.items()),
    ]
    return "\r\n".join((*lines, "", "")).encode("ascii") + body


class _Coming(io.RawIOBase):
    """What comes over a connection, as long as it may, and as much as that."""

    def __init__(self, line: socket.socket, until: float, most_bytes: int) -> None:
        self._line, self._until, self._most_bytes = line, until, most_bytes

    def makefile(self, _: str) -> io.BufferedReader:
        """As of a socket: what http.client reads."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._most_bytes <= 0:
            raise ValueError("it has no end")
        self._line.settimeout(_left(self._until))
        count = self._line.recv_into(memoryview(buffer)[: self._most_bytes])
        self._most_bytes -= count
        return count


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left
