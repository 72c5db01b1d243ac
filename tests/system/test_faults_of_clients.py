"""What becomes of clients that sleep or stop reading: real processes."""

import asyncio
import re
import time
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from chat.models.messages.history import PAGE_BYTES
from chat.presence.leases import LINGER_SECONDS
from chat.wire import HISTORY_LIMIT
from tests.support.clients import JsonClient, SocketClient, fill_in
from tests.support.programs import LIMITS
from tests.support.servers import Site

pytestmark = pytest.mark.processes

SLACK_SECONDS = 30
LONG = "\N{SPEECH BALLOON}" * 4000
# What is said, as the wire carries it, while somebody does not read.
SAID_BYTES = 8_000_000
POSTS = SAID_BYTES // (2 * len(LONG.encode()))
READER_BYTES = 2**20
# How much one peak of the same talk differs from another, once it has settled: half
# of what it would cost to hold for two readers all that is said.
NOISE_BYTES = 8 * 2**20
ROUNDS_MOST = 5
DELAY_SECONDS = 30


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
    before = await _settled_peak(site, lambda: _talk(ada, [lively, *slow]))
    for reader in slow:
        reader.stop_reading()
    allowed = before + len(slow) * READER_BYTES + NOISE_BYTES
    after = await _least_peak(site, lambda: _talk(ada, [lively]), allowed)
    print(f"{before} bytes while all read, {after - before} more for {len(slow)}")
    assert after < allowed
    last = max(e["seq"] for e in lively.events if e["type"] == "message")
    for reader in slow:
        reader.go_on_reading()
        await reader.hears("heads")
        seen = {e["seq"] for e in reader.events if e["type"] == "message"}
        have = next(seq for seq in range(1, 10**6) if seq + 1 not in seen)
        pages = await _changes(reader, lobby, since=have)
        told = [m["seq"] for page in pages for m in page["messages"]]
        assert told == list(range(have + 1, last + 1))


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


async def _guest(site, door, name):
    if door == "json":
        return await JsonClient.enter(site.json, name)
    cookie = await asyncio.to_thread(fill_in, site.web, "guest/", name=name)
    return await SocketClient.enter(site.web, cookie)


async def _talk(speaker, readers):
    """Have so much said, and every reader hear it in time.

    What the search's index takes of it is taken at once, and in each talk.
    """
    said = asyncio.create_task(_say(speaker, [LONG] * POSTS))
    await asyncio.gather(said, *(_hear_all(each) for each in readers))
    await speaker.ask("search", query="balloon")


async def _hear_all(reader):
    for _ in range(POSTS):
        event = await reader.hears("message")
        at = datetime.fromisoformat(event["at"]).timestamp()
        assert time.time() - at < DELAY_SECONDS


async def _settled_peak(site, talk):
    """The most memory that a talk takes, once it takes no more than the one before.

    The first ones make what is kept for good: of connections, caches and the heap.
    """
    peaks = [await _peak_while(site, talk()) for _ in range(2)]
    while peaks[-1] > peaks[-2] + NOISE_BYTES / 4 and len(peaks) < ROUNDS_MOST:
        peaks.append(await _peak_while(site, talk()))
    return max(peaks)


async def _least_peak(site, talk, enough):
    """The most memory that a talk takes, in the best of some.

    What is on its way varies with the machine; what is held for a reader is so in each.
    """
    least = await _peak_while(site, talk())
    for _ in range(ROUNDS_MOST):
        if least < enough:
            break
        least = min(least, await _peak_while(site, talk()))
    return least


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
