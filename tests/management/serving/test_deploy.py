"""A deploy: workers are told to end, in turn, while everybody goes on talking.

It happens once, in the fixture ``deploy``; each test looks at one thing that must hold.
"""

import asyncio
import os
import signal
import time
from collections import Counter
from types import SimpleNamespace

import pytest
import redis
from playwright.async_api import async_playwright, expect

from chat.broker import embedded
from tests.management.serving.talkers import (
    BOUND_SECONDS,
    RESTART,
    THE_END,
    Listener,
    Reader,
    Talker,
)
from tests.support.browser import Page, chromium
from tests.support.clients import (
    JsonClient,
    Lines,
    SocketClient,
    fill_in,
)
from tests.support.processes import is_running
from tests.support.servers import Site
from tests.support.waiting import eventually

pytestmark = pytest.mark.processes

LEASES = "{presence}:leases"
LIMITS = {"CHAT_RATE": "100000", "CHAT_BURST": "100000", "CHAT_RENDER_SHARE": "1"}


@pytest.fixture(scope="module")
def deploy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deploy")
    with Site(folder, "--workers=2", **LIMITS) as site, asyncio.Runner() as runner:
        try:
            return runner.run(_deploy(site, folder))
        finally:
            runner.run(Lines.close_all())


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
    seconds = await _end_all(site, folder, len(talkers) + len(listeners))
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


async def _end_all(site, folder, people):
    """Return how long each worker took, once all are with the next ones."""
    with redis.Redis.from_url(embedded.url(folder)) as client:
        before = await asyncio.to_thread(_leases_of, client, people)
        seconds = [await end(site, worker) for worker in site.workers]
        await asyncio.to_thread(_leases_of, client, people, before)
        client.zadd(LEASES, dict.fromkeys(before, 1))  # lapsed, as in 15 s
    return seconds


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


# --- The page -------------------------------------------------------------------------

NOTE_STATES = """() => {
    const state = document.querySelector("#state");
    window.states = [];
    new MutationObserver(() => {
        window.states.push(state.dataset.state);
        state.dataset.now = state.dataset.state;
    }).observe(state, { attributeFilter: ["data-state"] });
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
            await expect(page.locator("#state[data-now=connected]")).to_have_count(1)
            assert set(await page.evaluate("states")) == {"connecting", "connected"}
            assert await page.input_value("#composer-text") == "not sent yet"
            await page.press("#composer-text", "Enter")
            await ada.sees("not sent yet")
