"""Pages on lines that are cut, slow, flapping, or dead without a word."""

import asyncio
import re

import pytest
from playwright.async_api import async_playwright, expect

from tests.support.browser import Page, chromium
from tests.support.forwarding import Forwarding
from tests.support.slow_line import SlowLine
from tests.support.visitor import LOOK

pytestmark = pytest.mark.browser

# What a person waits for at most who comes back to a page whose line is dead, on a
# machine that is busy: some seconds, and not until the line is tried anyway.
BACK_MS = 20_000
OF_A_TURN = re.compile(r", \d$")


@pytest.fixture
async def browser():
    async with async_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture
def line(site):
    with Forwarding(site.web) as line:
        yield line


@pytest.fixture
def slow(site):
    with SlowLine(site.web, seconds=0.15, bits=400_000) as slow:
        yield slow


def url(line):
    host, port = line.address
    return f"http://{host}:{port}/"


async def open_room(page, name):
    await page._page.click("[data-dialog=create]")
    await page._page.fill("#create-dialog [name=name]", name)
    await page._page.press("#create-dialog [name=name]", "Enter")
    await page.opens(f"#{name}")


async def come_back(page, line):
    line.mend()
    await page._page.evaluate("dispatchEvent(new Event('focus'))")
    await page.is_in_state("connected")


async def test_on_lines_that_flap_and_crawl_all_read_the_same_words_once(
    site,
    browser,
    line,
    slow,
):
    ada, bob, eve = await asyncio.gather(
        Page.enter(browser, url(line), "ada"),
        Page.enter(browser, slow.url, "bob"),
        Page.enter(browser, site.url, "eve"),
    )
    for turn in range(3):
        line.cut()
        await ada.is_in_state("reconnecting")
        for page, name in ((ada, "ada"), (bob, "bob"), (eve, "eve")):
            await page.say(f"{name}, {turn}")
        await eve.sees(f"bob, {turn}")
        await come_back(ada, line)
        await ada.say(f"ada again, {turn}")
    for page in (ada, bob, eve):
        said = page._page.locator(".message:not(.waiting) .body", has_text=OF_A_TURN)
        await expect(said).to_have_count(12)
    words = [
        [body for _, body in await page.messages() if OF_A_TURN.search(body)]
        for page in (ada, bob, eve)
    ]
    assert words[0] == words[1] == words[2]
    own = [body for body in words[0] if body.startswith("ada")]
    assert own == [f"ada{how}, {turn}" for turn in range(3) for how in ("", " again")]


async def test_five_tabs_on_one_line_that_is_cut_lose_nothing(browser, line):
    first = await Page.enter(browser, url(line), "fay")
    await open_room(first, "five")
    tabs = [first, *[await first.again(f"{url(line)}rooms/five/") for _ in range(4)]]
    line.cut()
    for number, tab in enumerate(tabs):
        await tab.is_in_state("reconnecting")
        await tab.say(f"from {number}")
    await tabs.pop()._page.close()
    line.mend()
    for tab in tabs:
        await come_back(tab, line)
    for tab in tabs:
        await expect(tab._page.locator(".message:not(.waiting)")).to_have_count(5)
    words = [await tab.messages() for tab in tabs]
    assert all(each == words[0] for each in words)


async def sleep_with_the_lid_closed(page, while_away):
    await page.clock.install()
    await page.reload()
    await expect(page.locator("#state")).to_have_attribute("data-state", "connected")
    await while_away()
    await page.clock.fast_forward(3_600_000)


async def be_in_the_background(page, while_away):
    await page.evaluate(LOOK, "hidden")
    await while_away()
    await page.evaluate(LOOK, "visible")


@pytest.mark.parametrize("be_away", [sleep_with_the_lid_closed, be_in_the_background])
async def test_who_comes_back_to_a_dead_line_soon_sees_what_was_said(
    site,
    browser,
    line,
    be_away,
):
    ada = await Page.enter(browser, url(line), f"ada-{be_away.__name__[:5]}")
    bob = await Page.enter(browser, site.url, f"bob-{be_away.__name__[:5]}")

    async def while_away():
        line.lose()
        await bob.say(f"to {be_away.__name__}")

    await be_away(ada._page, while_away)
    told = ada._page.locator(".message", has_text=f"to {be_away.__name__}")
    await expect(told).to_be_visible(timeout=BACK_MS)
