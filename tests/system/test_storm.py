"""Everybody comes back at once, after the process that they were on has died."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.support.clients import JsonClient, Lines
from tests.support.crowd import Browser, cookie
from tests.support.servers import Site, manage

pytestmark = pytest.mark.processes

PEOPLE, BEHIND = 2_000, 100
SECONDS = 20
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
MAKE = f"from tests.support.accounts import make; make({PEOPLE})"


@pytest.mark.bar
@pytest.mark.timed
@pytest.mark.timeout(600)
async def test_2000_people_100_messages_behind_are_whole_within_20_seconds(tmp_path):
    crowded = {"CHAT_CONNECTIONS_PER_ADDRESS": str(PEOPLE)}
    with (
        Site(tmp_path, **crowded) as lost,
        Site(tmp_path, "--workers=2", **crowded) as site,
    ):
        assert manage(tmp_path, "shell", "-c", MAKE).returncode == 0
        crowd = [Browser(cookie(f"p{number}")) for number in range(PEOPLE)]
        heads = await _arrive(crowd, lost.addresses["browser"])
        lost.kill()
        await asyncio.gather(*(browser.ends() for browser in crowd))
        said = await _say(site.json)
        began, servers, clients = (
            time.monotonic(),
            _cpu_seconds(site),
            time.process_time(),
        )
        missed = await _come_back(crowd, site.addresses["browser"], heads)
        seconds = time.monotonic() - began
        servers = _cpu_seconds(site) - servers
        clients = time.process_time() - clients
        each = servers / PEOPLE * 1000
        print(f"{PEOPLE} whole in {seconds:.1f} s; server CPU {each:.1f} ms each")
        assert all(messages == said for messages in missed)
        # Where others have the cores, time says nothing of us: what the servers and the
        # crowd have taken of them is what it would last on a single one.
        assert min(seconds, servers + clients) < SECONDS
        await asyncio.gather(*(browser.cut() for browser in crowd))
        await Lines.close_all()


async def _arrive(crowd, address):
    """Let everybody in; return up to where each of them has everything."""
    few = asyncio.Semaphore(100)

    async def arrive(browser):
        async with few:
            welcome = await browser.arrive(address)
        return welcome.conversations[0].head

    return await asyncio.gather(*map(arrive, crowd))


async def _say(address):
    """Say what the crowd misses; return it with its numbers."""
    speaker = await JsonClient.enter(address, "speaker")
    bodies = [f"message {number}" for number in range(BEHIND)]
    answers = [await speaker.post("#lobby", body) for body in bodies]
    return [(a["seq"], body) for a, body in zip(answers, bodies, strict=True)]


async def _come_back(crowd, address, heads):
    """Connect all at once and fill the holes; return what each of them was given."""
    pairs = zip(crowd, heads, strict=True)
    return await asyncio.gather(*(_mend(b, address, head) for b, head in pairs))


async def _mend(browser, address, have):
    welcome = await browser.arrive(address)
    [lobby] = welcome.conversations
    missed = []
    while have < lobby.head:
        browser.tell("changes", conversation=lobby.id, since=have)
        page = await browser.hears("changes")
        missed += [(message.seq, message.body) for message in page.messages]
        have = page.upto
    return missed


def _cpu_seconds(site):
    """What a site and its workers have taken, from proc(5)."""
    parent = site.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    rows = [Path(f"/proc/{pid}/stat").read_text() for pid in (parent, *children)]
    ticks = [row.rpartition(")")[2].split()[11:13] for row in rows]
    return sum(int(user) + int(system) for user, system in ticks) / CLOCK_TICKS
