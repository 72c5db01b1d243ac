"""The product in one test: two browsers, `nc`, a program, two processes, a restart."""

import asyncio
import json

import pytest
from playwright.async_api import async_playwright

from tests.support.browser import Page, chromium
from tests.support.clients import JsonClient, Lines, PlainClient
from tests.support.servers import BridgeProcess, DevelopmentSite, Server, Site

pytestmark = [pytest.mark.long, pytest.mark.browser]


@pytest.fixture(autouse=True)
def started_by_themselves(monkeypatch):
    """The start itself is tried, too."""
    monkeypatch.setattr(Server, "may_be_forked", False)


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as site:
        yield site


@pytest.fixture
def bridge(tmp_path, site):
    with BridgeProcess(tmp_path) as bridge:
        yield bridge


async def test_everybody_in_one_conversation(site, bridge):
    async with async_playwright() as playwright, chromium(playwright) as browser:
        ada = await Page.enter(browser, site.url, "ada")
        bob = await Page.enter(browser, site.url, "bob")
        # Carol sits at the other process; so does Bob's second connection.
        carol = await PlainClient.enter(bridge.plain, "carol")
        robot = await JsonClient.enter(site.json, "robot")

        await everybody_hears_everybody(ada, bob, carol, robot)
        await a_private_message_is_private(site, ada, bob, carol, robot)
        await the_list_follows(ada, bob, bridge)
        await a_restart_loses_nothing(site, ada, bob, carol)
        await Lines.close_all()


async def test_the_development_server_and_the_bridge_are_one_site(tmp_path):
    with DevelopmentSite(tmp_path) as site, BridgeProcess(tmp_path) as bridge:
        async with async_playwright() as playwright, chromium(playwright) as browser:
            ada = await Page.enter(browser, site.url, "ada")
            carol = await PlainClient.enter(bridge.plain, "carol")
            await ada.sees_person("carol")
            await ada.say("hello from Daphne")
            assert await carol.hears("Daphne") == "ada: hello from Daphne"
            await carol.write("hello back")
            await ada.sees("hello back")
            carol.cut()
            await ada.misses_person("carol")
        await Lines.close_all()


async def everybody_hears_everybody(ada, bob, carol, robot):
    lines = []
    for turn in range(3):
        for name, say in (
            ("ada", ada.say),
            ("bob", bob.say),
            ("carol", carol.write),
            ("robot", lambda text: robot.post("#lobby", text)),
        ):
            lines.append((name, f"{name} says {turn}"))
            await say(lines[-1][1])
            await ada.sees(lines[-1][1])
    for page in (ada, bob):
        await page.sees(lines[-1][1])
        assert await page.messages() == lines
    await carol.hears("robot says 2")
    heard = [line for line in carol.received if " says " in line]
    assert heard == [f"{n}: {text}" for n, text in lines if n != "carol"]
    await robot.hears("message", body="robot says 2")
    said = [e for e in robot.events if e["type"] == "message"]
    assert [(e["from"], e["body"]) for e in said] == lines
    numbers = [e["seq"] for e in said]
    assert numbers == list(range(numbers[0], numbers[0] + len(lines)))


async def a_private_message_is_private(site, ada, bob, carol, robot):
    tablet = await bob.again(site.url)
    await ada.opens_direct_by_double_click("bob")
    await ada.say("between us")
    for page in (bob, tablet):
        await page.opens("@ada")
        await page.sees("between us")
    await carol.write("/who")
    await carol.hears("Here:")
    await robot.ask("who")
    for outsider in (carol, robot):
        assert "between us" not in "\n".join(outsider.received)
    await carol.write("/msg ada psst")
    await ada.opens("@carol")
    await ada.sees("psst")
    assert "psst" not in await bob.text()
    for page in (ada, bob):
        await page.opens("#lobby")


async def the_list_follows(ada, bob, bridge):
    dave = await JsonClient.enter(bridge.json, "dave")
    for page in (ada, bob):
        await page.sees_person("dave")
    dave.cut()
    for page in (ada, bob):
        await page.misses_person("dave")


async def a_restart_loses_nothing(site, ada, bob, carol):
    await asyncio.to_thread(site.stop)
    await ada.is_in_state("reconnecting", "offline")
    await ada.say("said while the line was down")
    await ada.sees_waiting("said while the line was down")
    await carol.write("carol was there all the time")
    await asyncio.to_thread(site.restart)
    for page in (ada, bob):
        await page.is_in_state("connected")
        await page.sees("said while the line was down")
        await page.sees("carol was there all the time")
    heard = await carol.hears("said while the line was down")
    assert heard == "ada: said while the line was down"
    for page in (ada, bob):
        texts = [text for _, text in await page.messages()]
        assert texts.count("said while the line was down") == 1
        assert texts.count("carol was there all the time") == 1
    assert json.dumps(await ada.messages()) == json.dumps(await bob.messages())
