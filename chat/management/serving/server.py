"""The whole site in one process: uvicorn and the doors for socket clients."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from django.conf import settings

from chat.files.addresses import PATH
from chat.health.addresses import ANSWERS
from chat.health.readiness import Leaving
from chat.logging.counted import counted
from chat.management.serving import bounds, shutdown, supervised
from chat.management.serving.addresses import BACKLOG
from chat.management.serving.encrypted import Encrypted
from chat.net.descriptors import ACCEPTED_AT_ONCE, Descriptors
from chat.net.gate import Arrival
from chat.net.http import Http
from chat.net.pages import Pages
from chat.net.request_ids import RequestIds
from chat.net.tcp import TcpServer
from chat.net.turnstile import Room
from chat.net.web_door import WebDoor
from chat.net.websocket import WebSocket, keep_alive
from chat.sessions import ticker
from chat.sessions.process import Process
from chat.web.files.served import Served
from chat.wire import MAX_FRAME_BYTES
from chatsite.asgi import application

logger = logging.getLogger("chat.process")

# More than a command may have, so that one that is too long is answered.
WS_MAX_BYTES = 4 * MAX_FRAME_BYTES
PING_SECONDS = 20
# Whoever logs in waits for no crowd that signs up, or asks for pages.
APART = ("/login/",)
# What files take, they take of threads of their own.
BESIDE = (PATH,)


class Server(uvicorn.Server):
    """Both in one event loop, opened and closed together, in one room.

    ``announce`` is called when they are open, None where another process tells of it;
    ``encrypted`` has the web's with TLS.
    ``is_last``: whether no other process is to accept at the same sockets.
    """

    def __init__(
        self,
        tcp: TcpServer,
        room: Room,
        announce: Callable[[], None] | None,
        encrypted: Encrypted,
        *,
        is_last: Callable[[], bool],
    ) -> None:
        self.door = bounds.web_door(room)
        super().__init__(_config(self.door))
        self.tcp = tcp
        self.encrypted = encrypted
        self.announce = announce
        self.is_last = is_last
        self.in_haste = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        Leaving.has_begun = True
        super().handle_exit(sig, frame)
        self.in_haste |= sig == signal.SIGINT

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            listener.listen(BACKLOG)
        turnstile = self.door.turnstile
        self.gates = self.encrypted.gate(turnstile, self._protocol)
        await ticker.start(Process.here())
        await self.tcp.start()
        connections = self.server_state.connections
        self.pings = asyncio.create_task(keep_alive(connections, PING_SECONDS))
        self.looks = asyncio.create_task(self.door.watch())
        self.life = asyncio.create_task(supervised.show_life())
        if self.announce is not None:
            self.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._note_the_end()
        since = asyncio.get_running_loop().time()
        self.door.is_leaving = True
        supervised.tell(supervised.STOPPING)
        if not self.is_last():
            self._close_doors()  # the others are there for whoever comes
        # So that no browser sends its next request into a connection as it closes.
        self.server_state.default_headers += [(b"connection", b"close")]
        web = self.server_state.connections
        await shutdown.say_goodbye(self.tcp, web, lambda: self.in_haste)
        self._close_doors()
        grace = self.config.timeout_graceful_shutdown = shutdown.grace_seconds(since)
        await asyncio.gather(self.tcp.stop(grace), super().shutdown(sockets))
        for task in (self.pings, self.looks, self.life):
            task.cancel()
        for gate in self.gates:
            gate.abort()
        await shutdown.leave_people()

    def _note_the_end(self) -> None:
        # Where there are workers, it is their parent that says so.
        level = logging.DEBUG if self.announce is None else logging.INFO
        names = [signal.Signals(each).name for each in self._captured_signals]
        count = self.door.turnstile.room.inside
        why = ", ".join(names) or "The end"
        logger.log(
            level, "%s: goodbye is said to %s.", why, counted(count, "connection")
        )

    def _close_doors(self) -> None:
        for server in self.servers:
            server.close()
        for gate in self.gates:
            gate.close()

    def _protocol(self, arrival: Arrival) -> Http:
        """What uvicorn makes of a connection at the sockets that it is given."""
        return Http(
            self.door,
            arrival=arrival,
            config=self.config,
            server_state=self.server_state,
            app_state=self.lifespan.state,
        )


def _config(door: WebDoor) -> uvicorn.Config:
    http: Any = partial(Http, door)
    places = Descriptors.claim().pages
    pages = Pages(application, places, APART, passing=ANSWERS, below=BESIDE)
    files = Served(pages, settings.STATIC_ROOT)
    return uvicorn.Config(
        RequestIds(door.proxies.before(files), door.proxies.lists),
        http=http,
        backlog=ACCEPTED_AT_ONCE,
        # Frames are made once and sent to many: they cannot be compressed for each.
        ws=WebSocket,
        ws_per_message_deflate=False,
        ws_max_size=WS_MAX_BYTES,
        ws_ping_interval=None,  # one timer for all: see keep_alive
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # before the pages: see above
    )
