"""What is unread on the page, and who has read what: on a phone, with two people."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE, POST_MANY
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS")
BADGES = """() => {
    window.badges = [];
    navigator.setAppBadge = async (number) => window.badges.push(number ?? "dot");
    navigator.clearAppBadge = async () => window.badges.push(null);
}"""


def shoot(who, name):
    """A picture for those who look at it, where they say."""
    if SHOTS:
        who.page.screenshot(path=Path(SHOTS) / f"{name}.png")


def choose(who, item):
    who.page.tap("[popovertarget=room-menu]")
    who.find("#room-menu .menu-item", item).tap()


def test_on_a_phone_what_is_unread_is_found_marked_and_left_alone(enter):
    ada, bob = enter(**PHONE), enter()
    home = bob.make_room()
    ada.join(home)
    ada.page.add_init_script(f"({BADGES})()")
    ada.go("")
    # What an app's icon shows of the last time goes.
    eventually(lambda: ada.page.evaluate("JSON.stringify(badges)") == "[null]")
    bob.page.evaluate(POST_MANY, [f"#{home}", 130])
    row = ada.find(f'[data-conversation-name="#{home}"]')
    a_dot_is_for_chatter(ada, row, home)
    all_that_is_unread_is_listed(ada)
    ada.find(".unread-open").tap()
    ada.is_in(f"#{home}")
    the_bar_leads_past_it(ada)
    it_is_unread_again_from_a_message_on(ada, 129)
    the_room_calls_nobody_and_goes_from_the_list(ada, row)
    assert ada.complaints == []


def a_dot_is_for_chatter(ada, row, home):
    """In every list."""
    ada.page.keyboard.press("Control+k")
    place = ada.find(f".switcher-row[data-key='room #{home}']")
    expect(place.locator(".badge.is-dot")).to_be_visible()
    ada.page.keyboard.press("Escape")
    ada.page.tap("[data-drawer=open]")
    expect(row.locator(".badge.is-dot")).to_be_visible()
    shoot(ada, "unread-drawer-phone")
    eventually(lambda: ada.page.evaluate("window.badges.at(-1)") == "dot")


def all_that_is_unread_is_listed(ada):
    ada.page.tap("#all-unread")
    expect(ada.find(".unread-place")).to_have_count(1)
    expect(ada.find(".unread-row")).to_have_count(10)
    expect(ada.find(".unread-row").first).to_have_text(re.compile("line 1$"))
    expect(ada.find(".unread-note")).to_have_text(re.compile("more messages"))
    shoot(ada, "unread-panel-phone")
    ada.page.select_option(".unread-order", "newest")
    expect(ada.find(".unread-row").first).to_have_text(re.compile("line 130$"))


def the_bar_leads_past_it(ada):
    expect(ada.find("#news-text")).to_have_text(re.compile("^130 new since"))
    expect(ada.find(".unread-line")).to_be_in_viewport()
    shoot(ada, "unread-bar-phone")
    ada.find("#news-read").tap()
    expect(ada.find("#news")).to_be_hidden()
    expect(ada.find(".unread-line")).to_have_count(0)


def it_is_unread_again_from_a_message_on(ada, number):
    ada.find("#jump").tap()
    expect(ada.message("line 130")).to_be_in_viewport()
    ada.message(f"line {number}").click(button="right", force=True)
    ada.message(f"line {number}").focus()
    ada.page.keyboard.press("Enter")
    shoot(ada, "unread-actions-phone")
    ada.find("#actions-dialog .menu-item", "Mark as unread from here").tap()
    first = ada.find(".unread-line + .message")
    expect(first).to_have_text(re.compile(f"line {number}"))
    expect(ada.find("#news-text")).to_have_text(re.compile("^2 new since"))


def the_room_calls_nobody_and_goes_from_the_list(ada, row):
    choose(ada, "Nothing")
    ada.page.tap("[data-drawer=open]")
    expect(row).to_have_class(re.compile("is-quiet"))
    expect(row.locator(".badge")).to_be_hidden()
    ada.page.tap("#drawer-close")
    shoot(ada, "unread-menu-phone")
    choose(ada, "Take it out of the list")
    ada.is_in("#lobby")
    expect(row).to_have_count(0)


def test_who_has_read_it_is_seen_by_those_who_show_it(enter):
    ada, bob = enter(**PHONE), enter()
    room = bob.make_room()
    ada.join(room)
    ada.say("read me")
    expect(bob.message("read me")).to_be_visible()
    expect(ada.find(".read-by")).to_have_text("Read by 1")
    shoot(ada, "read-by-phone")
    ada.find(".read-by button").tap()
    expect(ada.find(".readers li")).to_have_text(bob.name)
    shoot(ada, "readers-phone")
    ada.page.keyboard.press("Escape")
    # By keys: unread again, and to the next that is unread.
    bob.go("")
    ada.say("and me")
    expect(bob.find(f'[data-conversation-name="#{room}"] .is-dot')).to_be_visible()
    bob.page.keyboard.press("Alt+Shift+ArrowDown")
    bob.is_in(f"#{room}")
    bob.message("read me").focus()
    bob.page.keyboard.press("Alt+u")
    expect(bob.find(".unread-line + .message")).to_have_text(re.compile("read me"))
    shoot(bob, "unread-desktop")
    # Who does not show it, sees it of nobody.
    ada.page.tap("[data-drawer=open]")
    ada.page.tap(".you")
    ada.page.tap("#receipts-item")
    expect(ada.find(".read-by")).to_have_count(0)
    assert ada.complaints == bob.complaints == []
