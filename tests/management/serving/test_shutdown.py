"""How a process that is told to end takes its leave."""

import asyncio
import fcntl
import struct
import termios
import time
from uuid import uuid4

import pytest

from chat.management.serving import shutdown
from chat.sessions.process import Process
from tests.support.clients import (
    JsonClient,
    Lines,
    PlainClient,
    SocketClient,
    fill_in,
)
from tests.support.people import Person, account, arrive
from tests.support.servers import BridgeProcess, Site
from tests.support.waiting import eventually

RESTART = 1012
LIMITS = {"CHAT_RATE": "100000", "CHAT_BURST": "100000", "CHAT_RENDER_SHARE": "1"}
# A process has 10 s to end; the rest is for a slow machine.
BOUND_SECONDS = 50


@pytest.mark.processes
async def test_the_end_of_all_is_told_to_all_but_not_in_one_instant(tmp_path):
    # 60 over two workers: the fuller one has 30 or more. Who reads on a machine that is
    # busy may have slept through it, but not again and again.
    assert any([await _spread(tmp_path / f"{n}", 60) > 0.15 for n in range(3)])


async def _spread(folder, count):
    """Seconds between the first and the last who are told of the end."""
    with Site(folder, "--workers=2") as site:
        try:
            people = [await JsonClient.enter(site.json, f"p{n}") for n in range(count)]
            stopping = asyncio.create_task(asyncio.to_thread(site.stop))
            told = await asyncio.gather(*(_told_at(person) for person in people))
            assert await stopping == 0
        finally:
            await Lines.close_all()
    return max(told) - min(told)


@pytest.mark.processes
async def test_who_does_not_read_holds_nothing_up_for_long(tmp_path):
    with Site(tmp_path, **LIMITS) as site:
        cookies = await asyncio.to_thread(fill_in, site.web, "guest/", name="page")
        page = await SocketClient.enter(site.web, cookies)
        robot = await JsonClient.enter(site.json, "robot")
        for reader in (page, robot):
            await _stops_reading(reader)
        began = time.monotonic()
        assert await asyncio.to_thread(site.stop) == 0
        assert time.monotonic() - began < BOUND_SECONDS
        await Lines.close_all()


@pytest.mark.processes
async def test_the_bridge_takes_leave_too(tmp_path):
    with BridgeProcess(tmp_path) as bridge:
        bob = await PlainClient.enter(bridge.plain, "bob")
        stranger = await PlainClient.connect(bridge.plain)
        await stranger.hears("name?")
        assert await asyncio.to_thread(bridge.stop) == 0
        for client in (bob, stranger):
            await client.hears("* The server restarts")
            await client.ends()
        await Lines.close_all()


async def _told_at(person):
    await person.hears("goodbye")
    at = time.monotonic()
    await person.ends()
    return at


async def _stops_reading(client):
    """Have the server stuck in the middle of its answers."""
    [lobby] = client.welcome["conversations"]
    for _ in range(20):
        await client.post("#lobby", "x" * 4000)
    client.stop_reading()
    for _ in range(50):
        await client.tell("history", conversation=lobby["id"])
    await asyncio.to_thread(eventually, lambda: _unread(client) > 16_000)


def _unread(client):
    """Bytes that the kernel holds for a client, from ioctl(2) FIONREAD."""
    socket = client._writer.transport.get_extra_info("socket")
    answer = fcntl.ioctl(socket.fileno(), termios.FIONREAD, b"\0" * 4)
    return struct.unpack("i", answer)[0]


# --- In turn --------------------------------------------------------------------------


class Told:
    def __init__(self, times):
        self._times = times

    def say_goodbye(self):
        self._times.append(asyncio.get_running_loop().time())


async def test_connections_are_told_one_after_the_other():
    times = []
    await shutdown.in_turn([Told(times) for _ in range(50)], lambda: False)
    assert len(times) == 50
    assert times[-1] - times[0] >= 48 * shutdown.EACH_SECONDS


@pytest.fixture
def pauses(monkeypatch):
    """How long it was waited for the next, each time."""
    noted, sleep = [], asyncio.sleep

    async def note(seconds):
        noted.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    return noted


async def test_many_connections_are_told_at_shorter_intervals(pauses):
    times = []
    many = [Told(times) for _ in range(5000)]
    haste = iter([False] * 100)
    await shutdown.in_turn(many, lambda: next(haste, True))
    assert len(times) == 5000
    assert len(pauses) == 100
    assert max(pauses) < shutdown.EACH_SECONDS / 2


async def test_in_haste_nobody_waits(pauses):
    times = []
    await shutdown.in_turn([Told(times) for _ in range(5000)], lambda: True)
    assert len(times) == 5000
    assert pauses == []


# --- One connection -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
async def test_what_came_before_is_answered_before_the_goodbye():
    [ada] = await arrive("ada")
    ids = [str(uuid4()) for _ in range(3)]
    for id in ids:
        await ada.tell("post", to="#lobby", body=id, id=id)
    await ada.is_told_goodbye()
    assert (await ada.hears("goodbye"))["retry"] > 0
    answered = [each["id"] for each in ada.heard if each["type"] == "posted"]
    assert answered == ids
    await ada.hears("closed", code=RESTART)


@pytest.mark.django_db(transaction=True)
async def test_who_is_told_goodbye_is_here_and_who_goes_is_not():
    bob = await account("bob")
    [phone, tablet] = [await Person(bob).arrive() for _ in range(2)]
    await phone.is_told_goodbye()
    await phone.hears("closed")
    presence = Process.here().presence
    assert presence._held[bob.pk].doors["browser"] == 2
    await tablet.go()
    assert presence._held[bob.pk].doors["browser"] == 2
