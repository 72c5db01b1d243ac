"""``manage.py runserver``: the site on Daphne, which starts anew when a file changes.

With the reloader there are two processes: the first only watches over the second, which
serves. The first opens the port and keeps it, so that a port that is taken is noticed
before anything else, and browsers wait through a reload instead of being refused.
"""

import os
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from daphne.management.commands import runserver
from daphne.server import Server
from django.core.management import CommandError
from twisted.internet import reactor
from twisted.logger import STDLibLogObserver, globalLogBeginner

from chat.management.serving import startup
from chat.management.serving.addresses import Address, bracketed, parse
from chat.management.serving.encrypted import WEB, warning
from chat.management.serving.listeners import browser_line
from chat.management.serving.server import WS_MAX_BYTES
from chat.management.serving.starting import Starting
from chat.site import command

# Twisted's own errors, which Daphne runs on.
_TO_OURS: Any = STDLibLogObserver()
LISTENERS = "CHATSITE_RUNSERVER_LISTENERS"


# Daphne has no types.
class Command(Starting, runserver.Command):  # type: ignore[misc]
    help = "Runs the site for browsers on Daphne, with autoreload, for development."
    addr: str
    port: str

    def run(self, **options: Any) -> None:
        if not options["use_asgi"]:
            raise CommandError("The site needs ASGI: leave --noasgi out.")
        web = parse(f"{bracketed(self.addr)}:{self.port}", "runserver PORT")
        listeners = _inherited() or _open(web)
        web = web.as_opened(listeners)
        self.port = str(web.port)
        startup.prepare()
        startup.open_site([web], web=web)
        lines = [
            browser_line(web),
            f"{command('tcpbridge')} opens the doors for socket clients.",
            *warning({WEB: web}),
            *startup.first_steps(),
            "Ready.",
        ]

        def announce() -> None:
            self.tell(lines)

        globalLogBeginner.beginLoggingTo([_TO_OURS], redirectStandardIO=False)
        self.server_cls = partial(_daphne, listeners, announce)
        super().run(**options)


def _inherited() -> list[socket.socket]:
    numbers = os.environ.get(LISTENERS, "").split(",")
    return [socket.socket(fileno=int(number)) for number in numbers if number]


def _open(web: Address) -> list[socket.socket]:
    listeners = web.open()
    for listener in listeners:
        listener.set_inheritable(True)
    os.environ[LISTENERS] = ",".join(str(one.fileno()) for one in listeners)
    return listeners


def _daphne(
    listeners: list[socket.socket], ready: Callable[[], None], **options: Any
) -> Server:
    """Daphne, on sockets that listen already."""
    options |= {
        "websocket_max_message_size": WS_MAX_BYTES,
        "websocket_max_frame_size": WS_MAX_BYTES,
    }
    server = Server(**options)
    # Daphne would open these by itself; it only insists that there are some.
    server.endpoints = []

    def adopt() -> None:
        for listener in listeners:
            listener.setblocking(False)
            reactor.adoptStreamPort(
                listener.fileno(), listener.family, server.http_factory
            )
        ready()

    reactor.callWhenRunning(adopt)
    return server
