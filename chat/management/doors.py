"""The doors for socket clients: their options, and the bridge that opens them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from chat.bridge import Bridge, Door, Limits
from chat.management.addresses import Address, parse

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


class Doors:
    """The bridge of this process, with its doors where the operator wants them."""

    def __init__(self, wanted: dict[str, Address]) -> None:
        # Imported here because the application reads settings that are complete only
        # when the site is prepared.
        from chatsite.asgi import application

        self.wanted = wanted
        self.bridge = Bridge(
            application,
            [Door(name, at.host, at.port) for name, at in wanted.items()],
            Limits(
                connections_per_address=settings.CHAT_CONNECTIONS_PER_ADDRESS,
                idle_ping_seconds=settings.CHAT_IDLE_PING_SECONDS,
            ),
        )

    async def open(self) -> None:
        """Listen.

        Raises:
            CommandError: a port was taken since it was looked at.
        """
        try:
            await self.bridge.start()
        except OSError as error:
            raise CommandError(
                f"A door cannot be opened ({error.strerror or error}): choose other"
                " ports with --plain and --json."
            ) from None

    async def close(self) -> None:
        await self.bridge.stop()

    def lines(self) -> list[str]:
        """What to tell people: one line for each open door."""
        return [
            f"  {CLIENTS[name]:<12}nc {at.shown.host} {self.bridge.addresses[name][1]}"
            for name, at in self.wanted.items()
        ]
