"""Two desktop windows and a browser in one conversation, and a server that dies."""

import asyncio

import pytest
from playwright.async_api import async_playwright

from tests.support.browser import Page, chromium
from tests.support.servers import Site
from tests.support.windows import MAIN, TIMELINE, Display, Window, fetch_client

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path / "site") as site:
        yield site


@pytest.fixture
def display():
    display = Display()
    yield display
    display.close()


@pytest.fixture
def windows(display, site, tmp_path):
    file = fetch_client(site, tmp_path)
    with (
        Window(display, file, tmp_path / "bob") as bob,
        Window(display, file, tmp_path / "cyd") as cyd,
    ):
        bob.ask("wm geometry . 650x600+0+0")
        cyd.ask("wm geometry . 650x600+700+0")
        yield enter(bob, "bob"), enter(cyd, "cyd")


async def test_windows_and_a_browser_are_one_conversation(site, windows):
    bob, cyd = windows
    async with async_playwright() as playwright, chromium(playwright) as browser:
        ada = await Page.enter(browser, site.url, "ada")
        for turn in range(2):
            await everybody_says_something(ada, bob, cyd, turn)
        await asyncio.to_thread(site.kill)
        bob.says(".main.banner.text", "is lost")
        await ada.is_in_state("reconnecting", "offline")
        await ada.say("from ada 2")
        for window, name in ((bob, "bob"), (cyd, "cyd")):
            window.focus(".")
            window.write(f"from {name} 2")
        await asyncio.to_thread(site.restart)
        await ada.is_in_state("connected")
        for name in ("ada", "bob", "cyd"):
            await all_see(ada, bob, cyd, f"from {name} 2")
        expected = [text for _, text in await ada.messages()]
        assert len(expected) == len(set(expected)) == 9
        assert said_in(bob) == said_in(cyd) == expected


def enter(window, name):
    window.focus(".")
    return window.enter(name)


async def everybody_says_something(ada, bob, cyd, turn):
    await ada.say(f"from ada {turn}")
    await all_see(ada, bob, cyd, f"from ada {turn}")
    for window, name in ((bob, "bob"), (cyd, "cyd")):
        window.focus(".")
        window.write(f"from {name} {turn}")
        await all_see(ada, bob, cyd, f"from {name} {turn}")


async def all_see(ada, bob, cyd, text):
    await ada.sees(text)
    for window in (bob, cyd):
        window.sees(text)


def said_in(window):
    lines = window.ask(f"{MAIN}.{TIMELINE} get 1.0 end").splitlines()
    return [line for line in lines if line.startswith("from ")]
