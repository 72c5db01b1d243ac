"""Who a proxy comes for: the header of the PROXY protocol, without I/O.

Source: haproxy's proxy-protocol.txt. In version 2 (section 2.2) a header is 16 bytes
and what these announce: addresses, and then TLVs. Of those only one is of interest
here, and all else is skipped: whether the client speaks TLS with the proxy. In version
1 (section 2.1), which is all that nginx has, it is a line, and says nothing of that.
What a header names must be a client that came by TCP: nobody else can be counted,
limited or banned.
"""

from __future__ import annotations

import ipaddress
import re
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from chat.net.networks import plain_address

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
HEAD = struct.Struct("!12sBBH")
# Addresses have 36 bytes at most; a certificate may be among the TLVs.
MOST_BYTES = 4096
LOCAL, PROXY = 0x20, 0x21
# By family and transport: how long an address is, and what they are all together.
ADDRESSES = {0x11: struct.Struct("!4s4sHH"), 0x21: struct.Struct("!16s16sHH")}
# Of version 1: how it begins, how long it is at least and at most, and what is in it.
LINES = (b"PROXY TCP4 ", b"PROXY TCP6 ")
SHORTEST_LINE, LONGEST_LINE = len(b"PROXY TCP6 :: :: 1 1\r\n"), 107
LINE = re.compile(
    rb"PROXY TCP([46]) ([0-9A-Fa-f:.]+) [0-9A-Fa-f:.]+ ([0-9]{1,5}) [0-9]{1,5}\r\n"
)
TLV = struct.Struct("!BH")
TLV_SSL, CLIENT_SSL = 0x20, 0x01


class BadHeader(Exception):
    """What came is no header of a client."""


@dataclass(frozen=True)
class Client:
    """Whom a proxy comes for; ``is_encrypted``: they speak TLS with it."""

    host: str
    port: int
    is_encrypted: bool = False


class Header:
    """One header, as it comes.

    ``missing`` is how many bytes it takes to go on, so that none is read of what
    follows; 0: it is complete.
    """

    def __init__(self) -> None:
        self._received = bytearray()
        self.missing = HEAD.size
        self.client: Client | None = None
        """Nobody's, when it is complete: the proxy comes for itself (``LOCAL``)."""

    def feed(self, data: bytes) -> None:
        """Add received bytes, ``missing`` at the most.

        Raises:
            BadHeader: it is none, or names no client that came by TCP.
        """
        self._received += data
        if any(each.startswith(self._received[: len(each)]) for each in LINES):
            self._feed_line()
            return
        head = self._received[: HEAD.size]
        if not SIGNATURE.startswith(head[: len(SIGNATURE)]):
            raise BadHeader("It does not begin as a header does.")
        if len(head) < HEAD.size:
            self.missing = HEAD.size - len(head)
            return
        _, command, family, length = HEAD.unpack(head)
        if command not in (LOCAL, PROXY) or length > MOST_BYTES:
            raise BadHeader("Its version, its command or its length is none.")
        self.missing = HEAD.size + length - len(self._received)
        if not self.missing and command == PROXY:
            self.client = _client(family, bytes(self._received[HEAD.size :]))

    def _feed_line(self) -> None:
        """Go on with a line, whose length is not known before its end."""
        length = len(self._received)
        if self._received.endswith(b"\r\n"):
            self.missing = 0
            self.client = _client_in(bytes(self._received))
        elif length >= LONGEST_LINE:
            raise BadHeader("Its line does not end.")
        else:
            at_least = 1 if self._received.endswith(b"\r") else 2
            self.missing = max(SHORTEST_LINE - length, at_least)


def _client_in(line: bytes) -> Client:
    found = LINE.fullmatch(line)
    if found is None:
        raise BadHeader("Its line names nobody who came by TCP.")
    try:
        host = ipaddress.ip_address(found[2].decode())
    except ValueError:
        raise BadHeader("Its line names no address.") from None
    port = int(found[3])
    if host.version != int(found[1]) or port > 65535:
        raise BadHeader("Its line names no address of its kind.")
    return Client(plain_address(str(host)), port)


def _client(family: int, body: bytes) -> Client:
    layout = ADDRESSES.get(family)
    if layout is None or len(body) < layout.size:
        raise BadHeader("It names nobody who came by TCP.")
    host, _, port, _ = layout.unpack_from(body)
    is_encrypted = any(
        kind == TLV_SSL and value[:1] and value[0] & CLIENT_SSL
        for kind, value in _tlvs(body[layout.size :])
    )
    return Client(plain_address(str(ipaddress.ip_address(host))), port, is_encrypted)


def _tlvs(body: bytes) -> Iterator[tuple[int, bytes]]:
    while body:
        if len(body) < TLV.size:
            raise BadHeader("It ends amid a TLV.")
        kind, length = TLV.unpack_from(body)
        value, body = body[TLV.size :][:length], body[TLV.size + length :]
        if len(value) < length:
            raise BadHeader("It ends amid a TLV.")
        yield kind, value


class Addresses:
    """Hosts and networks as an operator lists them; ``*`` is everybody."""

    def __init__(self, listed: Collection[str] = ()) -> None:
        self._networks = [*map(_network, filter(_is_network, listed))]
        self._is_everybody = "*" in listed

    def __contains__(self, host: str) -> bool:
        if self._is_everybody or not self._networks:
            return self._is_everybody
        try:
            address = ipaddress.ip_address(plain_address(host))
        except ValueError:
            return False  # what a proxy says need not be an address
        return any(address in network for network in self._networks)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(text, strict=False)


def _is_network(text: str) -> bool:
    try:
        _network(text)
    except ValueError:
        return False
    return True
