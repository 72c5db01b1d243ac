"""Addresses that the site listens on: read from options, opened, and shown to people.

Whatever an operator can get wrong here is a CommandError: one sentence that says what
is wrong and which option to change.
"""

import errno
import ipaddress
import socket
from dataclasses import dataclass
from typing import Any

from django.core.management import CommandError

from chat.management.serving import supervised

BACKLOG = 2048

# Nothing is sent there: both are set aside for documentation (RFC 5737, RFC 3849).
_SOMEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}


@dataclass(frozen=True)
class Address:
    """Where to listen: a host as the operator wrote it, a port, and the option."""

    host: str
    port: int
    option: str

    def __str__(self) -> str:
        return f"{bracketed(self.host)}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine reaches it."""
        return all(ip.is_loopback for ip in self._numbers())

    @property
    def names(self) -> list[str]:
        """What browsers may call it, beside the names of loopback."""
        own = [] if self.is_loopback else _names_of_this_machine()
        return [*own, *(bracketed(name) for name in self._outside())]

    @property
    def shown(self) -> "Address":
        """The address to tell people: for "every address", the one others know."""
        outside = [name for name in self._outside() if name != self.host]
        return Address(outside[0] if outside else self.host, self.port, self.option)

    def as_opened(self, sockets: list[socket.socket]) -> "Address":
        """The address with the port that its sockets have, which 0 left open."""
        return Address(self.host, sockets[0].getsockname()[1], self.option)

    def open(self) -> list[socket.socket]:
        """Listen on every address the host has (``localhost`` has two), on one port.

        From now on nobody else can have the port; who comes early waits in the backlog.
        What a supervisor has handed over listens already.

        Raises:
            CommandError: the port is taken, or not ours to take.
        """
        sockets = supervised.take(self.option)
        if sockets:
            return sockets
        for family, name, port, *scope in self._resolve():
            port = port or (sockets[0].getsockname()[1] if sockets else 0)
            try:
                sockets.append(_listen(family, (name, port, *scope)))
            except OSError as error:
                for opened in sockets:
                    opened.close()
                raise refusal(self, error) from None
        return sockets

    def _outside(self) -> list[str]:
        if not any(ip.is_unspecified for ip in self._numbers()):
            return [self.host]
        return [name for ip in self._numbers() for name in _primary_address(ip.version)]

    def _numbers(self) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
        return [ipaddress.ip_address(name) for _, name, *_ in self._resolve()]

    def _resolve(self) -> list[tuple[Any, ...]]:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise _no_such_host(self) from None
        return [(family, *sockaddr) for family, _, _, _, sockaddr in found]


def parse(text: str, option: str, host: str = "127.0.0.1") -> Address:
    """Read ``port``, ``host:port`` or ``[IPv6]:port``; a port alone means ``host``.

    Where a supervisor has handed over what listens for that option, it is its address.

    Raises:
        CommandError: it is none of them.
    """
    if supervised.has(option):
        return Address(*supervised.address(option), option)
    name, colon, port = text.strip().rpartition(":")
    bare = name.removeprefix("[").removesuffix("]")
    in_brackets = name == f"[{bare}]"
    is_number = port.isascii() and port.isdigit() and int(port) < 65536
    if not is_number or (colon and not bare) or (":" in bare) != in_brackets:
        raise CommandError(
            f"{option} {text!r} is no address to listen on: write a port from 0 to"
            " 65535, or 127.0.0.1:8000, or [::1]:8000."
        )
    return Address(bare or host, int(port), option)


def refusal(address: Address, error: OSError) -> CommandError:
    """Say why an address cannot be listened on."""
    other = f"choose another with {address.option}"
    match error.errno:
        case errno.EADDRINUSE:
            return CommandError(
                f"Port {address.port} on {address.host} is taken: {other}."
            )
        case errno.EACCES:
            return CommandError(
                f"Port {address.port} is only for the system's administrator:"
                f" {other}, above 1023."
            )
        case errno.EADDRNOTAVAIL:
            return _no_such_host(address)
    return CommandError(f"{address} cannot be listened on ({error.strerror}): {other}.")


def _no_such_host(address: Address) -> CommandError:
    return CommandError(
        f"{address.host!r} is no address of this machine: use 127.0.0.1 for this one"
        " alone, 0.0.0.0 for everybody."
    )


def bracketed(host: str) -> str:
    """An IPv6 address as URLs and Host headers write it; any other host as it is."""
    return f"[{host}]" if ":" in host else host


def _names_of_this_machine() -> list[str]:
    host = socket.gethostname().lower()
    return [host] if "." in host else [host, f"{host}.local"]


def _listen(family: int, sockaddr: tuple[Any, ...]) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(sockaddr)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _primary_address(version: int) -> list[str]:
    """The address others know this machine by; none if it has no network."""
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            # For UDP this only asks the routing table.
            probe.connect((_SOMEWHERE[family], 9))
        except OSError:
            return []
        return [probe.getsockname()[0]]
