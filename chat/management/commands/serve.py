"""``manage.py serve``: the whole site, in one process or in several."""

import logging
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from chat.management.serving import (
    addresses,
    bounds,
    encrypted,
    listeners,
    startup,
    supervised,
)
from chat.management.serving.server import Server
from chat.management.serving.starting import Starting
from chat.management.serving.workers import Workers
from chat.net.keepalive import tune
from chat.net.tcp import Door

logger = logging.getLogger("chat.process")


class Command(Starting):
    help = "Runs the site: for browsers, and for socket clients."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bind",
            default="127.0.0.1:8000",
            metavar="ADDRESS",
            help="port, or host:port, for browsers (default 127.0.0.1:8000;"
            " 0.0.0.0:8000: every address)",
        )
        listeners.add_arguments(parser)
        encrypted.add_arguments(parser, encrypted.CLIENTS)
        parser.add_argument(
            "--workers",
            type=int,
            default=1,
            metavar="N",
            help="processes that share the ports (default 1)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        startup.end_quietly_on_signals()
        if options["workers"] < 1:
            raise CommandError("--workers is the number of processes: at least 1.")
        web = addresses.parse(options["bind"], "--bind")
        wanted = listeners.read(options, web.host)
        self.tls = encrypted.read(options, web.host)
        # Before anything slow, and all at once, so that two doors on one port are
        # noticed.
        sockets, doors = _listen(web), listeners.listen(wanted)
        self.tls.listen()
        supervised.refuse_the_rest()
        startup.prepare()
        startup.note_settings()
        startup.open_site(
            [web, *wanted.values()],
            web=web.as_opened(sockets),
            json_door=listeners.address_of("json", doors),
            encrypted=self.tls,
            workers=options["workers"],
            files=startup.collect(),
        )
        self.lines = [
            listeners.browser_line(web.as_opened(sockets)),
            *listeners.lines(wanted, doors),
            *self.tls.lines,
            *encrypted.warning({encrypted.WEB: web, **wanted}),
            *startup.first_steps(),
        ]
        self._run(options["workers"], partial(_serve, sockets, doors, self.tls))

    def _run(self, count: int, serve: Callable[..., None]) -> None:
        self.tls.reload_on_hang_up()
        self.count = count
        try:
            if count == 1:
                serve(self._announce, is_last=lambda: True)
            else:
                Workers(count, serve, self.tls.pair).run(self._announce)
        finally:
            # One process alone is ended by the signal, once it has heeded it.
            logger.info("The site has ended.")

    def _announce(self) -> None:
        self.tell([*self.lines, "Ready."])
        supervised.tell(supervised.READY)
        count = "one process" if self.count == 1 else f"{self.count} processes"
        logger.info("The site is open, with %s.", count)


def _listen(web: addresses.Address) -> list[socket.socket]:
    sockets = web.open()
    for listener in sockets:
        # What it accepts inherits that. Pings alone do not end a connection whose peer
        # reads nothing of what waits for it.
        tune(listener, settings.CHAT_IDLE_PING_SECONDS)
    return sockets


def _serve(
    sockets: list[socket.socket],
    doors: list[Door],
    tls: encrypted.Encrypted,
    ready: Callable[[], None] | None = None,
    *,
    is_last: Callable[[], bool],
) -> None:
    """``ready`` tells that it is open, if this is the one process that says so."""
    room = bounds.room()
    tcp = listeners.tcp_server([*doors, *tls.doors], room)
    # What a supervisor holds open is accepted by whoever it starts after us.
    alone = not supervised.has_handed_over()
    last = lambda: alone and is_last()  # noqa: E731
    Server(tcp, room, ready, tls, is_last=last).run(sockets=sockets)
