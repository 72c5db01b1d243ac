"""What is sent later, at the page: chosen, listed, changed, sent and let be."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser


def test_two_people_send_later(enter):
    ada, bob = enter(), enter(**PHONE)
    room = ada.make_room()
    bob.join(room)
    it_waits_by_a_key_over_a_reload(ada)
    it_is_changed_and_sent_at_once(ada, bob)
    it_is_chosen_by_a_long_press_and_let_be(bob)
    assert ada.complaints == bob.complaints == []


def it_waits_by_a_key_over_a_reload(ada):
    ada.composer.fill("see you")
    ada.page.keyboard.press("Alt+Enter")
    expect(ada.find(".later-choice").first).to_be_focused()
    ada.page.keyboard.press("ArrowDown")
    ada.page.keyboard.press("Enter")
    expect(ada.find("#later-dialog")).to_be_hidden()
    expect(ada.composer).to_have_value("")
    expect(ada.composer).to_be_focused()
    ada.reload()
    expect(ada.find("#later-line")).to_have_text("1 message is sent later")


def it_is_changed_and_sent_at_once(ada, bob):
    ada.page.click("#later-line")
    row = ada.find(".scheduled-row")
    expect(row).to_contain_text("see you")
    expect(row.locator("[data-act=edit]")).to_be_focused()
    ada.page.keyboard.press("Enter")
    ada.find("#reschedule-dialog textarea").fill("see you soon")
    ada.find("#reschedule-dialog [type=submit]").press("Enter")
    expect(row).to_contain_text("see you soon")
    row.locator("[data-act=now]").press("Enter")
    bob.message("see you soon").wait_for()
    expect(ada.find("#scheduled-dialog .found-empty")).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(ada.find("#later-line")).to_be_hidden()


def it_is_chosen_by_a_long_press_and_let_be(bob):
    bob.composer.fill("never mind")
    box = bob.find(".composer-send").bounding_box()
    session = bob.page.context.new_cdp_session(bob.page)
    point = {"x": box["x"] + 9, "y": box["y"] + 9}
    touch = {"type": "touchStart", "touchPoints": [point]}
    session.send("Input.dispatchTouchEvent", touch)
    expect(bob.find("#later-dialog")).to_be_visible()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    bob.find(".later-choice").first.tap()
    expect(bob.find("#later-line")).to_be_visible()
    bob.say("/later cancel 1")
    expect(bob.find("#later-line")).to_be_hidden()
    bob.reload()
    # The list is the server's again, and nothing was in it before this.
    bob.say("/later +1h something else")
    expect(bob.find("#later-line")).to_have_text("1 message is sent later")
