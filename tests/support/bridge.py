"""The TCP doors in the test's own process: real sockets, the site's application."""

from contextlib import asynccontextmanager

from chat.net.tcp import Door, TcpServer
from chat.net.tcp_connection import TcpLimits
from chatsite.asgi import application
from tests.support.clients import Lines

# For whoever is made to wait when the test ends.
GRACE_SECONDS = 1.0


@asynccontextmanager
async def bridge(*names):
    """The addresses of these doors, by name, until the block ends."""
    async with server(*names) as running:
        yield running.addresses


@asynccontextmanager
async def server(*names):
    """The server itself."""
    wanted = [Door(name, "127.0.0.1", 0) for name in names]
    # The kernel gives up on a peer that does not read for long: not in these tests.
    limits = TcpLimits(idle_ping_seconds=600)
    running = TcpServer(application, wanted, limits)
    await running.start()
    try:
        yield running
    finally:
        await Lines.close_all()
        await running.stop(GRACE_SECONDS)
