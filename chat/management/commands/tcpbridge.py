"""``manage.py tcpbridge``: the doors for socket clients, beside a site that runs."""

import asyncio
import logging
import signal
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.core.management import CommandError

from chat.logging.counted import counted
from chat.management.serving import (
    bounds,
    encrypted,
    listeners,
    shutdown,
    startup,
    supervised,
)
from chat.management.serving.starting import Starting
from chat.net.tcp import Door
from chat.sessions import ticker
from chat.sessions.process import Process

logger = logging.getLogger("chat.process")


class Command(Starting):
    help = "Opens the doors for socket clients: plain text (nc) and JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="listen on this address (default 127.0.0.1; 0.0.0.0: every address)",
        )
        listeners.add_arguments(parser)
        encrypted.add_arguments(parser, listeners.PORTS)

    def handle(self, *args: Any, **options: Any) -> None:
        startup.end_quietly_on_signals()
        wanted = listeners.read(options, options["host"])
        tls = encrypted.read(options, options["host"])
        if not (wanted or tls.wanted):
            raise CommandError("Every door is off: leave --plain or --json open.")
        opened = listeners.listen(wanted)
        tls.listen()
        supervised.refuse_the_rest()
        startup.prepare()
        startup.open_site(wanted.values(), encrypted=tls)
        tls.reload_on_hang_up()
        lines = listeners.lines(wanted, opened) + tls.lines + encrypted.warning(wanted)
        # uvicorn's choice of an event loop: uvloop where it is installed.
        loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(self._serve(lines, opened + tls.doors))

    async def _serve(self, lines: list[str], opened: list[Door]) -> None:
        stop, haste = asyncio.Event(), asyncio.Event()

        def hurry() -> None:
            haste.set()
            stop.set()

        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, stop.set)
        loop.add_signal_handler(signal.SIGINT, hurry)
        await ticker.start(Process.here())
        async with listeners.tcp_server(opened, bounds.room()) as server:
            self.tell([*lines, "Ready."])
            supervised.tell(supervised.READY)
            logger.info("The doors are open.")
            life = asyncio.create_task(supervised.show_life())
            await stop.wait()
            supervised.tell(supervised.STOPPING)
            count = counted(len(server.connections), "connection")
            logger.info("Goodbye is said to %s.", count)
            since = loop.time()
            await shutdown.say_goodbye(server, set(), haste.is_set)
            await server.stop(shutdown.grace_seconds(since))
            life.cancel()
        await shutdown.leave_people()
        logger.info("The doors are closed.")
