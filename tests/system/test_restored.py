"""A site that was put back to an older copy: whoever knows better begins anew."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import async_playwright, expect

from tests.support.browser import Page, chromium
from tests.support.clients import JsonClient, Lines, PlainClient
from tests.support.desktop import Desk
from tests.support.servers import Site, manage

pytestmark = [pytest.mark.long, pytest.mark.browser]
LOST = 30


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path / "site") as site:
        yield site


def copied(folder, to):
    """A copy of the site's database as it is at this moment."""
    database = sqlite3.connect(folder / "chat.sqlite3")
    with closing(database), closing(sqlite3.connect(to)) as copy:
        database.backup(copy)
    return to


def put_back(site, folder, copy):
    """What the site's operator does: its database is the copy from now on."""
    assert "end it first" in manage(folder, "beginanew").stderr
    site.stop()
    for file in folder.glob("chat.sqlite3*"):
        file.unlink()
    copied_bytes = copy.read_bytes()
    (folder / "chat.sqlite3").write_bytes(copied_bytes)
    renewed = manage(folder, "beginanew")
    assert renewed.returncode == 0, renewed.stderr
    site.restart()


async def test_everybody_shows_the_restored_log_and_hears_what_is_said_next(
    site, tmp_path
):
    async with async_playwright() as playwright, chromium(playwright) as browser:
        ada = await Page.enter(browser, site.url, "ada")
        with Desk(tmp_path / "cyd", site.json, "cyd") as cyd:
            cyd.until(lambda: cyd.is_in)
            bob = await JsonClient.enter(site.json, "bob")
            await ada.say("kept, by ada")
            await ada.sees("kept, by ada")
            cyd.say("kept, by cyd")
            copy = copied(tmp_path / "site", tmp_path / "copy")
            await much_is_said(ada, bob, cyd)
            await asyncio.to_thread(put_back, site, tmp_path / "site", copy)
            dan = await PlainClient.enter(site.plain, "dan")
            await a_program_learns_it(site, bob)
            for body in ("one", "two", "three"):
                await dan.write(body)
                await ada.sees(body)
            cyd.sees("three")
            await they_have_just_that(ada, cyd)
            await the_lost_words_are_sent_if_one_likes(ada, cyd, dan)
        await Lines.close_all()


async def much_is_said(ada, bob, cyd):
    """Each number of these will be another's."""
    lobby = bob.welcome["conversations"][0]["id"]
    for each in range(LOST):
        bob.last = await bob.post(lobby, f"lost {each}")
    await ada.say("lost, by ada")
    await ada.sees("lost, by ada")
    cyd.say("lost, by cyd")
    cyd.sees("lost, by ada")
    await ada.sees("lost, by cyd")


async def a_program_learns_it(site, before):
    """It knows more than there is: that is not answered by silence."""
    token = before.welcome["token"]
    again = await JsonClient.enter(site.json, "bob", token=token)
    [lobby] = again.welcome["conversations"]
    assert lobby["epoch"] != before.welcome["conversations"][0]["epoch"]
    place = {"conversation": lobby["id"]}
    ahead = await again.ask("changes", since=before.last["seq"], **place)
    assert (ahead["reset"], ahead["messages"], ahead["upto"]) == (True, [], 2)
    anew = await again.ask("changes", since=0, **place, epoch=lobby["epoch"])
    assert [m["body"] for m in anew["messages"]] == ["kept, by ada", "kept, by cyd"]
    await again.tell("read", seq=2, epoch=lobby["epoch"], **place)


async def they_have_just_that(ada, cyd):
    restored = ["kept, by ada", "kept, by cyd", "one", "two", "three"]
    assert cyd.bodies() == restored
    assert [each.body for each in cyd.chat.postman.outbox.posts] == ["lost, by cyd"]
    shown = [text for _, text in await ada.messages()]
    assert shown == [*restored, "lost, by ada"]
    await ada.sees_waiting("lost, by ada")


async def the_lost_words_are_sent_if_one_likes(ada, cyd, dan):
    row = ada._page.locator(".message.waiting.failed", has_text="lost, by ada")
    await expect(row).to_contain_text("restored from a backup")
    await row.locator("[data-action=retry]").click()
    await dan.hears("ada: lost, by ada")
    await ada.sees("lost, by ada")
    cyd.chat.postman.retry_all()
    cyd.sees("lost, by cyd")
    await ada.sees("lost, by cyd")
