"""Search on the page: what a person types, sees and opens, by keys alone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS")


def shoot(who, name):
    """A picture for those who look at it, where they say."""
    for size in (1280, 360) if SHOTS else ():
        who.page.set_viewport_size({"width": size, "height": 800})
        who.page.screenshot(path=Path(SHOTS) / f"{name}-{size}.png")


def test_pages_follow_and_the_best_come_first_where_that_is_chosen(enter):
    ada = enter()
    room = ada.make_room()
    ada.say("line, line, line")
    ada.message("line, line, line").wait_for()
    ada.post_many(room, 24)
    ada.page.click("#search-button")
    ada.page.keyboard.type(f"in:#{room} line")
    hits, more = (
        ada.find("#search-dialog .found-row"),
        ada.find("#search-dialog .found-more"),
    )
    expect(ada.find(".search-state")).to_have_text("20 messages, and there are more")
    expect(hits.first).to_contain_text("line 24")
    more.press("Enter")
    expect(hits).to_have_count(25)
    expect(hits.last).to_contain_text("line, line, line")
    ada.page.click("#search-dialog label >> text=Best first")
    expect(hits.first).to_contain_text("line, line, line")
    assert ada.complaints == []


def test_what_was_said_is_found_and_opened_by_keys(enter):
    ada, bob = enter("ada"), enter("bob")
    ada.say("plum pie")
    bob.go(f"direct/{ada.name}/")
    bob.say("The <b>secret</b> Mélange cake")
    ada.say("a melange of cakes")
    expect(ada.find("#directs .has-unread", bob.name)).to_be_visible()
    ada.page.keyboard.press("Control+Shift+F")
    expect(ada.find("#search-dialog [name=query]")).to_be_focused()
    hits = ada.find("#search-dialog .found-row")
    ada.page.keyboard.type("plum")
    there = re.compile(r"^/rooms/lobby/\d+/$")
    expect(hits.locator("a")).to_have_attribute("href", there)
    ada.page.keyboard.press("Control+A")
    ada.page.keyboard.type("melange cake")
    expect(hits).to_have_count(2)
    expect(hits.last.locator("mark")).to_have_text(["Mélange", "cake"])
    expect(ada.find(".search-state")).to_have_text("2 messages")
    shoot(ada, "found")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        ada.page.keyboard.press(key)
    expect(ada.find("#search-dialog [name=query]")).to_be_focused()
    ada.page.keyboard.type(" -melange")
    expect(ada.find(".search-state")).to_have_text("Nothing of that was found.")
    shoot(ada, "nothing")
    ada.page.keyboard.press("Control+A")
    ada.page.keyboard.type(f"from:{bob.name}")
    expect(hits).to_have_count(1)
    ada.page.keyboard.press("Escape")
    expect(ada.find("#search-dialog")).to_be_hidden()
    ada.page.keyboard.press("Control+Shift+F")
    expect(ada.find("#search-dialog [name=query]")).to_be_focused()
    expect(hits).to_have_count(1)
    ada.page.keyboard.press("ArrowDown")
    ada.page.keyboard.press("Enter")
    expect(ada.find("#conversation-name")).to_have_text(f"@{bob.name}")
