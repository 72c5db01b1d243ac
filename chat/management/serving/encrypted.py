"""The doors that encrypt: their options, and what people are told of them.

And the sentence about those that do not.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from chat.management.serving import listeners, supervised
from chat.management.serving.addresses import Address, parse
from chat.net.gate import Arrival, Gate, Plan
from chat.net.keepalive import tune
from chat.net.proxied import Addresses
from chat.net.tcp import Door
from chat.net.tls import BadPair, Pair
from chat.net.turnstile import Turnstile

WEB = "web"
CLIENTS = {WEB: "browser", **listeners.CLIENTS}


@dataclass
class Encrypted:
    """The doors that encrypt, by ``web``, ``plain`` and ``json``; none without a pair.

    ``sockets`` and ``doors`` are the web's and the others' once they are open.
    """

    pair: Pair | None = None
    wanted: dict[str, Address] = field(default_factory=dict)
    sockets: list[socket.socket] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)

    def listen(self) -> None:
        """Open every door.

        Raises:
            CommandError: a port is taken, or not ours to take.
        """
        for name, at in self.wanted.items():
            if name == WEB:
                self.sockets = at.open()
                for listener in self.sockets:
                    tune(listener, settings.CHAT_IDLE_PING_SECONDS)
            else:
                opened = tuple(at.open())
                self.doors.append(Door(name, at.host, at.port, opened, self.pair))

    @property
    def web(self) -> Address | None:
        return self.wanted.get(WEB)

    @property
    def addresses(self) -> dict[str, tuple[str, int]]:
        """The host and the real port of every open door."""
        opened = {door.name: door.listeners for door in self.doors}
        opened |= {WEB: tuple(self.sockets)} if self.sockets else {}
        return {
            name: (self.wanted[name].host, sockets[0].getsockname()[1])
            for name, sockets in opened.items()
        }

    @property
    def lines(self) -> list[str]:
        """What to tell people: one line for each open door."""
        ports = {name: port for name, (_, port) in self.addresses.items()}
        return [
            listeners.row(CLIENTS[name], _way(name, at, ports[name]))
            for name, at in self.wanted.items()
        ]

    def reload_on_hang_up(self) -> None:
        """Read the pair again when SIGHUP comes."""
        if self.pair is not None:
            pair = self.pair
            signal.signal(signal.SIGHUP, lambda *_: pair.reload())

    def gate(
        self, turnstile: Turnstile, make: Callable[[Arrival], asyncio.BaseProtocol]
    ) -> list[Gate]:
        """The web's door in this process's loop; ``make`` gives a protocol."""
        if not self.sockets:
            return []
        proxies = Addresses(settings.TRUSTED_PROXIES)
        plan = Plan(turnstile, self.pair, listeners.gate_seconds(), proxies)
        return [Gate(self.sockets, plan, make)]


def add_arguments(parser: ArgumentParser, names: Iterable[str]) -> None:
    parser.add_argument(
        "--tls",
        nargs=2,
        metavar=("CERT", "KEY"),
        help="the certificate, with its chain, and its key, both in PEM, for the doors"
        " that encrypt; read again on SIGHUP",
    )
    for name in names:
        parser.add_argument(
            f"--{name}-tls",
            metavar="ADDRESS",
            help=f"port, or host:port, for {CLIENTS[name]} with TLS",
        )


def read(options: Mapping[str, Any], host: str) -> Encrypted:
    """Return the doors that the options ask for; a port alone is on ``host``.

    Raises:
        CommandError: an option is no address, or the pair is none, or nobody's.
    """
    names = [
        name
        for name in CLIENTS
        if options.get(f"{name}_tls")
        or (_is_there(name, options) and supervised.has(f"--{name}-tls"))
    ]
    wanted = {
        name: parse(options[f"{name}_tls"] or "", f"--{name}-tls", host)
        for name in names
    }
    if wanted and not options["tls"]:
        raise CommandError(
            f"--{names[0]}-tls needs a certificate and its key: add --tls CERT KEY."
        )
    if options["tls"] and not wanted:
        some = " or ".join(
            f"--{name}-tls" for name in CLIENTS if _is_there(name, options)
        )
        raise CommandError(f"--tls alone opens no door: add {some}, with an address.")
    try:
        return Encrypted(Pair(*options["tls"]) if wanted else None, wanted)
    except BadPair as error:
        raise CommandError(f"--tls: {error}") from None


def warning(clear: Mapping[str, Address]) -> list[str]:
    """The sentence about doors that others reach, and that do not encrypt, if any.

    ``clear``: those without TLS, by name. With ``HTTPS=1`` the web's takes no password.
    """
    read_by_all = [
        f"{CLIENTS[name]} ({at})"
        for name, at in clear.items()
        if not (at.is_loopback or (name == WEB and settings.HTTPS))
    ]
    if not read_by_all:
        return []
    return [
        "Passwords travel in clear, for anybody in between to read, at the doors that"
        f" others reach without TLS: {', '.join(read_by_all)}; serve --tls CERT KEY"
        " with --web-tls, --plain-tls or --json-tls opens doors that encrypt."
    ]


def _is_there(name: str, options: Mapping[str, Any]) -> bool:
    return f"{name}_tls" in options


def _way(name: str, at: Address, port: int) -> str:
    shown = Address(at.shown.host, port, at.option)
    if name == WEB:
        return f"https://{shown}/"
    return f"openssl s_client -quiet -connect {shown}"
