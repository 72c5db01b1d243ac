"""A deploy: workers are told to end, in turn, while everybody goes on talking.

It happens once, in the fixture ``deploy``; each test looks at one thing that must hold.
"""

import asyncio
import fcntl
import http.client
import os
import signal
import struct
import termios
import time
from collections import Counter
from types import SimpleNamespace
from uuid import uuid4

import pytest
import redis
from playwright.async_api import async_playwright

from chat.broker import embedded
from chat.management.serving import shutdown
from chat.sessions.process import Process
from tests.support.browser import Page, chromium
from tests.support.clients import (
    Ended,
    JsonClient,
    Lines,
    PlainClient,
    SocketClient,
    fill_in,
)
from tests.support.people import Person, account, arrive
from tests.support.servers import BridgeProcess, Site, eventually, is_running

pytestmark = pytest.mark.processes

RESTART = 1012
LEASES = "{presence}:leases"
LIMITS = {"CHAT_RATE": "100000", "CHAT_BURST": "100000"}
# People who type, not a flood.
PAUSE_SECONDS = 0.05
THE_END = "the end"
PAGES = ("/", "/login/")
# A process has 10 s; the rest is for a slow machine.
BOUND_SECONDS = 20


@pytest.fixture(scope="module")
def deploy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deploy")
    with Site(folder, "--workers=2", **LIMITS) as site, asyncio.Runner() as runner:
        try:
            return runner.run(_deploy(site, folder))
        finally:
            runner.run(Lines.close_all())


class Talker:
    """Somebody who goes on posting; told to come back, they do."""

    def __init__(self, name, enter):
        self.name, self._enter = name, enter
        self.answered, self.heard, self.lists, self.offline = {}, [], [], []
        self.last_words, self.close_codes = [], []
        self.is_silent, self._unanswered = False, None
        self.is_here = asyncio.Event()

    async def talk(self):
        while True:
            self._client = await self._enter(self)
            self.is_here.set()
            self.lists.append(self._client.welcome["online"])
            try:
                await self._catch_up()
                return await self._post()
            except Ended:
                goodbye = self._client.events[-1]
                self.last_words.append(goodbye["type"])
                self.close_codes.append(getattr(self._client, "close_code", RESTART))
                self._remember()
                await asyncio.sleep(goodbye.get("retry", 0))

    async def hears_the_end(self, seq):
        if self._log()[-1] < seq:
            await self._client.hears("message", seq=seq)
        self._remember()

    @property
    def lost(self):
        """The numbers that lie between others, and were never heard."""
        numbers = self._log()
        return set(range(numbers[0], numbers[-1])) - set(numbers)

    async def _catch_up(self):
        more = bool(self.heard)
        [lobby] = self._client.welcome["conversations"]
        while more:
            asked = {"conversation": lobby["id"], "since": self._upto()}
            changes = await self._client.ask("changes", **asked)
            self.heard += [message["seq"] for message in changes["messages"]]
            more = changes["more"]

    async def _post(self):
        while not self.is_silent:
            id = self._unanswered = self._unanswered or str(uuid4())
            self.answered[id] = (await self._client.post("#lobby", id, id=id))["seq"]
            self._unanswered = None
            await asyncio.sleep(PAUSE_SECONDS)

    def _remember(self):
        for event in self._client.events:
            if event["type"] == "message":
                self.heard.append(event["seq"])
            elif event["type"] == "presence":
                self.offline += event["offline"]

    def _upto(self):
        """Up to where nothing is missing: it may have been cut off in a hole."""
        numbers = set(self._log())
        return min(number for number in numbers if number + 1 not in numbers)

    def _log(self):
        live = [e["seq"] for e in self._client.events if e["type"] == "message"]
        return sorted({*self.heard, *live})


class Listener:
    """A guest at ``nc``: comes back by the same name as soon as the line is closed."""

    def __init__(self, name):
        self.name, self.last_words, self.received = name, [], []
        self.is_here = asyncio.Event()

    async def listen(self, site):
        while True:
            client = await PlainClient.enter(site.plain, self.name)
            self.is_here.set()
            while (line := await client.read()) is not None:
                self.received.append(line)
                if THE_END in line:
                    return
            self.last_words.append(self.received[-1])


class Reader:
    """Somebody who loads pages, each over a connection of its own."""

    def __init__(self, site):
        self._address, self.is_silent = site.web, False
        self.answers = Counter()

    async def read(self):
        while not self.is_silent:
            for page in PAGES:
                self.answers[await asyncio.to_thread(self._load, page)] += 1

    def _load(self, page):
        connection = http.client.HTTPConnection(*self._address, timeout=BOUND_SECONDS)
        try:
            connection.request("GET", page)
            return connection.getresponse().status
        except OSError as error:
            return repr(error)
        finally:
            connection.close()


async def _deploy(site, folder):
    """Everybody comes in; each worker is told to end; everybody goes on."""
    cookies = [await asyncio.to_thread(cookie, site, f"page{n}") for n in range(2)]
    talkers = [Talker(f"robot{n}", _by_token(site)) for n in range(3)]
    talkers += [Talker(f"page{n}", _by_cookie(site, cookies[n])) for n in range(2)]
    listeners = [Listener(f"nc{n}") for n in range(3)]
    readers = [Reader(site) for _ in range(2)]
    tasks = [asyncio.create_task(each.talk()) for each in talkers]
    tasks += [asyncio.create_task(each.read()) for each in readers]
    heard = [asyncio.create_task(each.listen(site)) for each in listeners]
    for each in (*talkers, *listeners):
        await each.is_here.wait()
    with redis.Redis.from_url(embedded.url(folder)) as client:
        people = len(talkers) + len(listeners)
        before = await asyncio.to_thread(_leases_of, client, people)
        seconds = [await end(site, worker) for worker in site.workers]
        await asyncio.to_thread(_leases_of, client, people, before)
        client.zadd(LEASES, dict.fromkeys(before, 1))  # lapsed, as in 15 s
    late = await JsonClient.enter(site.json, "late")  # whose coming sweeps
    for each in (*talkers, *readers):
        each.is_silent = True
    await asyncio.gather(*tasks)
    last = (await late.post("#lobby", THE_END))["seq"]
    await asyncio.gather(*heard, *(each.hears_the_end(last) for each in talkers))
    return SimpleNamespace(
        talkers=talkers,
        listeners=listeners,
        readers=readers,
        seconds=seconds,
        online=late.welcome["online"],
        stored=await _stored(late, last),
    )


async def end(site, worker):
    """Tell a worker to end, and wait for the next; return how long it took."""
    began = time.monotonic()
    os.kill(worker, signal.SIGTERM)
    await asyncio.to_thread(eventually, lambda: not is_running(worker))
    seconds = time.monotonic() - began
    await asyncio.to_thread(eventually, lambda: len(site.workers) == 2)
    return seconds


def _leases_of(client, people, but=()):
    """The leases, as soon as so many people are held under them."""

    def leases():
        return {*client.zrange(LEASES, 0, -1)}.difference(but)

    def held():
        return sum(client.hlen(b"{presence}:of:" + lease) for lease in leases())

    eventually(lambda: held() == people)
    return leases()


def _by_token(site):
    credentials = {}

    async def enter(talker):
        client = await JsonClient.enter(site.json, talker.name, **credentials)
        credentials["token"] = client.welcome["token"]
        return client

    return enter


def _by_cookie(site, cookie):
    return lambda _: SocketClient.enter(site.web, cookie)


def cookie(site, name):
    """The cookies of a guest who came in by the page."""
    return fill_in(site.web, "guest/", name=name)


async def _stored(client, last):
    """The ids and numbers of everything that was said in the lobby."""
    lobby, found = client.welcome["conversations"][0]["id"], []
    while not found or found[-1][1] < last:
        after = found[-1][1] if found else 0
        asked = {"conversation": lobby, "after": after, "limit": 200}
        page = await client.ask("history", **asked)
        found += [(each["id"], each["seq"]) for each in page["messages"]]
    return found


# --- What holds -----------------------------------------------------------------------


def test_every_answered_post_is_stored_once(deploy):
    times = Counter(id for id, _ in deploy.stored)
    assert set(times.values()) == {1}
    stored = dict(deploy.stored)
    for talker in deploy.talkers:
        assert talker.answered
        assert all(stored[id] == seq for id, seq in talker.answered.items())


def test_everybody_hears_goodbye_as_the_last_thing(deploy):
    for talker in deploy.talkers:
        assert set(talker.last_words) == {"goodbye"}
        assert set(talker.close_codes) == {RESTART}
    for listener in deploy.listeners:
        assert set(listener.last_words) == {
            "* The server restarts: connect again in a moment."
        }


def test_nobody_misses_anything(deploy):
    assert [talker.lost for talker in deploy.talkers] == [set()] * len(deploy.talkers)


def test_nobody_is_seen_to_go(deploy):
    everybody = {each.name for each in (*deploy.talkers, *deploy.listeners)}
    assert everybody <= set(deploy.online)
    for talker in deploy.talkers:
        assert len(talker.lists) > 1
        assert not talker.offline
        assert all(everybody <= set(online) for online in talker.lists[1:])
    heard = [line for each in deploy.listeners for line in each.received]
    assert not [line for line in heard if "has left" in line]


def test_no_page_fails(deploy):
    for reader in deploy.readers:
        assert set(reader.answers) == {200, 302}


def test_a_worker_ends_in_time(deploy):
    assert max(deploy.seconds) < BOUND_SECONDS


# --- One process ----------------------------------------------------------------------


async def test_the_end_of_all_is_told_to_all_but_not_in_one_instant(tmp_path):
    with Site(tmp_path, "--workers=2") as site:
        people = [await JsonClient.enter(site.json, f"p{n}") for n in range(60)]
        stopping = asyncio.create_task(asyncio.to_thread(site.stop))
        told = await asyncio.gather(*(_told_at(person) for person in people))
        assert await stopping == 0
        # 60 over two workers: the fuller one has 30 or more.
        assert max(told) - min(told) > 0.15
        await Lines.close_all()


async def test_who_does_not_read_holds_nothing_up_for_long(tmp_path):
    with Site(tmp_path, **LIMITS) as site:
        cookies = await asyncio.to_thread(cookie, site, "page")
        page = await SocketClient.enter(site.web, cookies)
        robot = await JsonClient.enter(site.json, "robot")
        for reader in (page, robot):
            await _stops_reading(reader)
        began = time.monotonic()
        assert await asyncio.to_thread(site.stop) == 0
        assert time.monotonic() - began < BOUND_SECONDS
        await Lines.close_all()


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


async def test_many_connections_are_told_at_shorter_intervals():
    times = []
    began = asyncio.get_running_loop().time()
    many = [Told(times) for _ in range(5000)]
    haste = iter([False] * 100)
    await shutdown.in_turn(many, lambda: next(haste, True))
    assert len(times) == 5000
    assert times[99] - began < 100 * shutdown.EACH_SECONDS / 2


async def test_in_haste_nobody_waits():
    times = []
    await shutdown.in_turn([Told(times) for _ in range(5000)], lambda: True)
    assert times[-1] - times[0] < shutdown.SPREAD_SECONDS / 5


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


# --- The page -------------------------------------------------------------------------

NOTE_STATES = """() => {
    const state = document.querySelector("#state");
    window.states = [];
    new MutationObserver(() => window.states.push(state.dataset.state))
        .observe(state, { attributeFilter: ["data-state"] });
}"""


@pytest.mark.browser
async def test_a_page_comes_back_without_alarm_and_keeps_what_was_typed(tmp_path):
    with Site(tmp_path, "--workers=2") as site:
        async with async_playwright() as playwright, chromium(playwright) as browser:
            ada = await Page.enter(browser, site.url, "ada")
            page = ada._page
            await page.evaluate(NOTE_STATES)
            await page.fill("#composer-text", "not sent yet")
            for worker in site.workers:
                await end(site, worker)
            await page.wait_for_function("states.at(-1) === 'connected'")
            assert set(await page.evaluate("states")) == {"connecting", "connected"}
            assert await page.input_value("#composer-text") == "not sent yet"
            await page.press("#composer-text", "Enter")
            await ada.sees("not sent yet")
