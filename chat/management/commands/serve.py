"""``manage.py serve``: the whole site in one process."""

import asyncio
import signal
import socket
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import BaseCommand, CommandError

from chat.management.serving import addresses, listeners, shutdown, startup
from chat.management.serving.workers import Workers
from chat.net.keepalive import tune
from chat.net.tcp import TcpServer
from chat.net.websocket import WebSocket, keep_alive
from chat.wire import MAX_FRAME_BYTES

# More than a command may have, so that one that is too long is answered.
WS_MAX_BYTES = 4 * MAX_FRAME_BYTES
PING_SECONDS = 20


class Command(BaseCommand):
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
        # Before anything slow, and all at once, so that two doors on one port are
        # noticed.
        sockets, opened = web.open(), listeners.listen(wanted)
        for listener in sockets:
            # What it accepts inherits that. Pings alone do not end a connection whose
            # peer reads nothing of what waits for it.
            tune(listener, settings.CHAT_IDLE_PING_SECONDS)
        startup.prepare([web, *wanted.values()], web=web)
        settings.CHAT_JSON_DOOR = listeners.address_of("json", opened)
        web = web.with_port(sockets[0].getsockname()[1])
        lines = [
            f"  {'browser':<12}http://{web.shown}/",
            *listeners.lines(wanted, opened),
            *startup.first_steps(),
        ]

        def announce() -> None:
            self.stdout.write("\n".join([*lines, "Ready."]))
            self.stdout.flush()

        def work(ready: Callable[[], None] = lambda: None) -> None:
            _Server(_config(), listeners.bridge(opened), ready).run(sockets=sockets)

        if options["workers"] == 1:
            work(announce)
        else:
            Workers(options["workers"], work).run(announce)


class _Server(uvicorn.Server):
    """uvicorn and the bridge: in one event loop, opened and closed together."""

    def __init__(
        self, config: uvicorn.Config, bridge: TcpServer, announce: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self.bridge = bridge
        self.announce = announce
        self.in_haste = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self.in_haste |= sig == signal.SIGINT

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        await self.bridge.start()
        connections = self.server_state.connections
        self.pings = asyncio.create_task(keep_alive(connections, PING_SECONDS))
        self.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        # So that no browser sends its next request into a connection as it closes.
        self.server_state.default_headers += [(b"connection", b"close")]
        web = self.server_state.connections
        await shutdown.say_goodbye(self.bridge, web, lambda: self.in_haste)
        await asyncio.gather(
            self.bridge.stop(shutdown.GRACE_SECONDS), super().shutdown(sockets)
        )
        self.pings.cancel()
        await shutdown.leave_people()


def _config() -> uvicorn.Config:
    # Imported here because it reads settings that are complete only by now.
    from chatsite.asgi import application

    return uvicorn.Config(
        application,
        # Frames are made once and sent to many: they cannot be compressed for each.
        ws=WebSocket,
        ws_per_message_deflate=False,
        ws_max_size=WS_MAX_BYTES,
        ws_ping_interval=None,  # one timer for all: see keep_alive
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.TRUSTED_PROXIES),
        forwarded_allow_ips=settings.TRUSTED_PROXIES,
        timeout_graceful_shutdown=shutdown.GRACE_SECONDS,
    )
