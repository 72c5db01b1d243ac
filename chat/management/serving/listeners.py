"""The doors for socket clients: their options, and what serves them.

And what people are told of every door.
"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from chat.management.serving import bounds
from chat.management.serving.addresses import Address, parse
from chat.net.gate import HANDSHAKE_SECONDS
from chat.net.proxied import Addresses
from chat.net.tcp import Door, TcpServer
from chat.net.tcp_connection import TcpLimits
from chat.net.turnstile import Room
from chatsite.asgi import application

CLOSED = "off"
PORTS = {"plain": 9000, "json": 9001}
CLIENTS = {"plain": "plain text", "json": "JSON lines"}


def add_arguments(parser: ArgumentParser) -> None:
    for name, port in PORTS.items():
        parser.add_argument(
            f"--{name}",
            default=str(port),
            metavar="PORT",
            help=f"port, or host:port, for {CLIENTS[name]}; {CLOSED!r} closes this door"
            f" (default {port})",
        )


def read(options: dict[str, Any], host: str) -> dict[str, Address]:
    """Return the doors that the options leave open; a port alone is on ``host``.

    Raises:
        CommandError: an option is no address.
    """
    texts = {name: options[name].strip() for name in PORTS}
    return {
        name: parse(text, f"--{name}", host)
        for name, text in texts.items()
        if text.lower() != CLOSED
    }


def listen(wanted: dict[str, Address]) -> list[Door]:
    """Open every door: from now on its port is ours, and who comes early waits.

    Raises:
        CommandError: a port is taken, or not ours to take.
    """
    return [
        Door(name, at.host, at.port, tuple(at.open())) for name, at in wanted.items()
    ]


def address_of(name: str, doors: list[Door]) -> tuple[str, int] | None:
    """The host and the real port of an open door; None if it is closed."""
    return next((_address(door) for door in doors if door.name == name), None)


def tcp_server(doors: list[Door], room: Room) -> TcpServer:
    """What serves them in this process, by the site's application."""
    limits = TcpLimits(
        connections_per_address=bounds.of_an_address(room),
        idle_ping_seconds=settings.CHAT_IDLE_PING_SECONDS,
        gate_seconds=gate_seconds(),
    )
    return TcpServer(application, doors, limits, room, _proxies())


def gate_seconds() -> float:
    """How long a handshake may take: a part of the time to log in."""
    return float(min(HANDSHAKE_SECONDS, settings.CHAT_LOGIN_SECONDS))


def _proxies() -> Addresses | None:
    """Those that name their clients, if the operator says that they do."""
    listed = settings.TRUSTED_PROXIES
    return Addresses(listed) if settings.CHAT_PROXY_PROTOCOL else None


def browser_line(web: Address) -> str:
    """What to tell people who have a browser; ``web`` has the real port."""
    return row("browser", f"http://{web.shown}/")


def lines(wanted: dict[str, Address], doors: list[Door]) -> list[str]:
    """What to tell people: one line for each open door."""
    ports = {door.name: _address(door)[1] for door in doors}
    return [
        row(CLIENTS[name], f"nc {at.shown.host} {ports[name]}")
        for name, at in wanted.items()
    ]


def row(client: str, way: str) -> str:
    """A line of what people are told."""
    return f"  {client:<12}{way}"


def _address(door: Door) -> tuple[str, int]:
    return door.host, door.listeners[0].getsockname()[1]
