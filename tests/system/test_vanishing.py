"""Clients that vanish without a goodbye: a real process, on a network of its own."""

import asyncio
import ctypes
import os
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import pytest

from chat.presence.leases import LINGER_SECONDS
from tests.support.clients import JsonClient, PlainClient, fill_in
from tests.support.programs import LIMITS
from tests.support.servers import Site
from tests.support.tools import absent, need

pytestmark = pytest.mark.processes

FOUND_SECONDS = 45
SLACK_SECONDS = 30
HERE, THERE = "127.0.0.1", "127.0.0.2"
# Posts: more than anybody holds for one reader, in the kernel too.
TALK, LONG = 200, "\N{SPEECH BALLOON}" * 4000


class IsolatedSite(Site):
    """On a loopback of its own, of which an address can be taken away."""

    def start(self, *options):
        if "unshare" not in self.words:
            up = 'ip link set lo up && exec "$@"'
            self.words = ["unshare", "--net", "sh", "-c", up, "sh", *self.words]
        return super().start(*options)

    def inside(self, call):
        """The result of a call made by a thread in the site's network."""
        with ThreadPoolExecutor(1, initializer=self._go_inside) as thread:
            return thread.submit(call).result()

    def connect(self, address, source):
        """A connection from that address."""
        return self.inside(
            partial(socket.create_connection, address, source_address=(source, 0))
        )

    def lose(self, address):
        """From now on nothing comes from that address, and nothing gets there."""
        route = ["ip", "route", "add", "blackhole", address, "table", "local"]
        self.inside(partial(subprocess.run, route, check=True))

    def _go_inside(self):
        clone_newnet = 0x40000000  # sched.h
        with open(f"/proc/{self.process.pid}/ns/net", "rb") as network:
            if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), clone_newnet):
                raise OSError(ctypes.get_errno(), "setns")


@pytest.fixture
def isolated_site(tmp_path):
    probe = ["unshare", "--net", need("ip", "iproute2"), "link", "set", "lo", "up"]
    if os.geteuid() or subprocess.run(probe, capture_output=True).returncode:
        absent("a network of its own")
    with IsolatedSite(tmp_path, **LIMITS) as site:
        yield site


@pytest.fixture
async def leave_no_page():
    with ExitStack() as calls:
        yield calls


@pytest.mark.long
async def test_whoever_vanishes_without_a_goodbye_is_missed_within_45_seconds(
    isolated_site, leave_no_page
):
    site = isolated_site
    witness = await _enter(site, JsonClient, "witness", HERE)
    await _enter(site, JsonClient, "program", THERE)
    await _enter(site, PlainClient, "person", THERE)
    # The last two are still there, but answer no ping; one of them does not even read.
    where = {"page": THERE, "mute": HERE, "stuck": HERE}
    for name, source in where.items():
        page = await _open_page(site, name, source)
        leave_no_page.callback(page.abort)
    page.pause_reading()
    for _ in range(TALK):
        await witness.post("#lobby", LONG)
    site.lose(THERE)
    lost, missing = time.monotonic(), {"mute", "stuck", "page", "program", "person"}
    while missing:
        gone = (await witness.hears("presence", seconds=FOUND_SECONDS))["offline"]
        print(f"{time.monotonic() - lost:.0f} s: {gone}")
        missing -= set(gone)
    allowed = FOUND_SECONDS + LINGER_SECONDS + SLACK_SECONDS
    assert time.monotonic() - lost < allowed


async def _enter(site, kind, name, source):
    """Somebody at a TCP door."""
    door = site.json if kind is JsonClient else site.plain
    connected = site.connect(door, source)
    client = kind(*await asyncio.open_connection(sock=connected, limit=2**22))
    if kind is JsonClient:
        await client.tell("login", name=name)
        await client.hears("welcome")
    else:
        await client.write(name)
        await client.hears(f"Hello {name}")
    return client


async def _open_page(site, name, source):
    """A WebSocket by hand, which answers no ping; what it receives is dropped."""
    cookie = site.inside(partial(fill_in, site.web, "guest/", name=name))
    address = site.web
    connected = site.connect(address, source)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    loop = asyncio.get_running_loop()
    _, page = await loop.create_connection(_Page, sock=connected)
    page.transport.write(HANDSHAKE.format(*address, cookie).encode())
    await page.welcomed.wait()
    return page.transport


# RFC 6455 §1.2
HANDSHAKE = "\r\n".join(
    [
        "GET /ws/ HTTP/1.1",
        "Host: {0}:{1}",
        "Origin: http://{0}:{1}",
        "Cookie: {2}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "\r\n",
    ]
)


class _Page(asyncio.Protocol):
    def __init__(self):
        self.welcomed = asyncio.Event()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if b'"welcome"' in data:
            self.welcomed.set()
