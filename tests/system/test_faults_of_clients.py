"""What becomes of clients that vanish, sleep or stop reading: real processes."""

import asyncio
import ctypes
import os
import re
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from chat.models.history import PAGE_BYTES
from chat.presence.leases import LINGER_SECONDS
from chat.wire import HISTORY_LIMIT
from tests.support.clients import JsonClient, PlainClient, SocketClient, fill_in
from tests.support.programs import LIMITS
from tests.support.servers import Site
from tests.support.tools import absent, need

pytestmark = pytest.mark.processes

FOUND_SECONDS = 45
SLACK_SECONDS = 5
HERE, THERE = "127.0.0.1", "127.0.0.2"
LONG = "\N{SPEECH BALLOON}" * 4000
# Posts: more than anybody holds for one reader, in the kernel too.
TALK = 200
# What is said, as the wire carries it, while somebody does not read.
SAID_BYTES = 12_000_000
POSTS = SAID_BYTES // (2 * len(LONG.encode()))
READER_BYTES = 2**20
# How much one peak of the same talk differs from another.
NOISE_BYTES = 3 * 2**20
DELAY_SECONDS = 5


# --- Clients that vanish --------------------------------------------------------------


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


@pytest.mark.long
async def test_whoever_vanishes_without_a_goodbye_is_missed_within_45_seconds(
    isolated_site,
):
    site = isolated_site
    witness = await _enter(site, JsonClient, "witness", HERE)
    await _enter(site, JsonClient, "program", THERE)
    await _enter(site, PlainClient, "person", THERE)
    # The last two are still there, but answer no ping; one of them does not even read.
    where = {"page": THERE, "mute": HERE, "stuck": HERE}
    pages = [await _open_page(site, name, source) for name, source in where.items()]
    pages[-1].pause_reading()
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
    for page in pages:
        page.abort()
    await JsonClient.close_all()


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


# --- Clients that sleep ---------------------------------------------------------------


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path, **LIMITS) as site:
        yield site


async def test_a_laptop_that_slept_gets_all_it_missed_once_and_in_order(site):
    ada = await JsonClient.enter(site.json, "ada")
    laptop = await JsonClient.enter(site.json, "laptop")
    lobby = ada.welcome["conversations"][0]["id"]
    had = await ada.post("#lobby", "helo")
    laptop.cut()
    missed = await _say(ada, [f"{n}" for n in range(450)] + [LONG] * 60)
    for seq in (had["seq"], missed[0]["seq"]):
        await ada.ask("edit", conversation=lobby, seq=seq, body="hello")
    token = laptop.welcome["token"]
    laptop = await JsonClient.enter(site.json, "laptop", token=token)
    pages = await _changes(laptop, lobby, since=had["seq"])
    told = [message for page in pages for message in page["messages"]]
    assert [message["changed"] for message in told] == sorted(
        message["changed"] for message in told
    )
    posted = [each["id"] for each in missed]
    assert [m["id"] for m in told] == [*posted[1:], had["id"], posted[0]]
    assert max(len(page["messages"]) for page in pages) == HISTORY_LIMIT
    sizes = [len(line.encode()) for line in laptop.received if '"changes"' in line]
    assert max(sizes) <= PAGE_BYTES
    assert len(pages) > len(told) / HISTORY_LIMIT + 1  # the long ones fill a page early
    await JsonClient.close_all()


async def _changes(client, conversation, since):
    """Every page after that number."""
    pages = []
    while not pages or pages[-1]["more"]:
        page = await client.ask("changes", conversation=conversation, since=since)
        pages.append(page)
        since = page["upto"]
    return pages


async def _say(client, bodies, at_once=20):
    """Post them all, so many at once; return the answers."""
    answers = []
    for start in range(0, len(bodies), at_once):
        batch = [(str(uuid4()), body) for body in bodies[start : start + at_once]]
        for id, body in batch:
            await client.tell("post", to="#lobby", body=body, id=id)
        answers += [await client.hears("posted", id=id) for id, _ in batch]
    return answers


# --- Clients that do not read ---------------------------------------------------------


@pytest.fixture
def patient_site(tmp_path):
    """One whose kernel gives up on nobody."""
    with Site(tmp_path, CHAT_IDLE_PING_SECONDS="600", **LIMITS) as site:
        yield site


@pytest.mark.long
async def test_a_reader_that_stops_costs_a_mebibyte_and_nobody_anything(patient_site):
    site = patient_site
    ada = await JsonClient.enter(site.json, "ada")
    lobby = ada.welcome["conversations"][0]["id"]
    lively = await JsonClient.enter(site.json, "lively")
    cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name="page")
    slow = [
        await JsonClient.enter(site.json, "program"),
        await SocketClient.enter(site.web, cookie),
    ]
    before = await _peak_while(site, _talk(ada, [lively, *slow]))
    for reader in slow:
        reader.stop_reading()
    after = await _peak_while(site, _talk(ada, [lively]))
    print(f"{before} bytes while all read, {after - before} more for {len(slow)}")
    assert after - before < len(slow) * READER_BYTES + NOISE_BYTES
    for reader in slow:
        reader.go_on_reading()
        await reader.hears("heads")
        seen = {e["seq"] for e in reader.events if e["type"] == "message"}
        have = next(seq for seq in range(1, 10**6) if seq + 1 not in seen)
        pages = await _changes(reader, lobby, since=have)
        told = [m["seq"] for page in pages for m in page["messages"]]
        assert told == list(range(have + 1, 2 * POSTS + 1))
    slow[1].cut()
    await JsonClient.close_all()


@pytest.mark.parametrize("door", ["json", "web"])
async def test_who_is_lost_while_answers_wait_leaves_the_list(patient_site, door):
    site = patient_site
    ada = await JsonClient.enter(site.json, "ada")
    for number in range(200):
        await ada.post("#lobby", f"{number} {LONG}")
    lost = await _guest(site, door, "lost")
    lost.stop_reading()
    lobby = ada.welcome["conversations"][0]["id"]
    for _ in range(50):
        await lost.tell("history", conversation=lobby, limit=200)
    # Nothing of theirs is read any more: their answers wait.
    await ada.post("#lobby", "the server has seen to other things meanwhile")
    lost.cut()
    await ada.hears("presence", LINGER_SECONDS + SLACK_SECONDS, offline=["lost"])
    await JsonClient.close_all()


async def _guest(site, door, name):
    if door == "json":
        return await JsonClient.enter(site.json, name)
    cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name=name)
    return await SocketClient.enter(site.web, cookie)


async def _talk(speaker, readers):
    """Have so much said, and every reader hear it in time."""
    said = asyncio.create_task(_say(speaker, [LONG] * POSTS))
    await asyncio.gather(said, *(_hear_all(each) for each in readers))


async def _hear_all(reader):
    for _ in range(POSTS):
        event = await reader.hears("message")
        at = datetime.fromisoformat(event["at"]).timestamp()
        assert time.time() - at < DELAY_SECONDS


async def _peak_while(site, work):
    """The most memory that the server had meanwhile, in bytes."""
    task, peak = asyncio.create_task(work), 0
    while not task.done():
        status = Path(f"/proc/{site.process.pid}/status").read_text()
        [resident] = re.findall(r"VmRSS:\s+(\d+) kB", status)
        peak = max(peak, int(resident) * 1024)
        await asyncio.sleep(0.02)
    await task
    return peak
