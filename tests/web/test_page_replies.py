"""Replies on the page: answering, following what is answered, and going back."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.visitor import press_in

pytestmark = pytest.mark.browser


def answer(who, text):
    """By the button in the message's toolbar."""
    press_in(who.message(text), "[data-action=reply]")
    expect(who.find("#reply-bar")).to_contain_text(text)


def test_a_message_is_answered_followed_and_gone_back_from(enter):
    ada = enter()
    room = ada.make_room()
    ada.say("The first question?")
    expect(ada.message("The first question?")).to_be_visible()
    ada.post_many(room, 140)
    expect(ada.message("line 140")).to_be_visible()
    answer(ada, "line 139")
    ada.composer.press("Control+ArrowUp")
    expect(ada.find("#reply-bar")).to_contain_text("line 138")
    ada.composer.press("Escape")
    expect(ada.find("#reply-bar")).to_be_hidden()
    answer(ada, "line 139")
    ada.reload()
    expect(ada.find("#reply-bar")).to_contain_text("line 139")
    ada.say("That one.")
    expect(ada.find("#reply-bar")).to_be_hidden()
    quote = ada.message("That one.").locator(".quote")
    expect(quote).to_have_text(re.compile("line 139"))
    ada.go(f"rooms/{room}/1/")
    first = ada.message("The first question?").first
    expect(first).to_be_focused()
    answer(ada, "The first question?")
    ada.say("The answer.")
    expect(ada.message("The answer.")).to_be_visible()
    assert ada.page.url.endswith(f"/rooms/{room}/")
    ada.message("The answer.").locator(".quote").click()
    expect(first).to_be_in_viewport()
    expect(first).to_have_class(re.compile("sought"))
    assert ada.page.url.endswith(f"/rooms/{room}/1/")
    ada.page.go_back()
    expect(ada.message("The answer.")).to_be_in_viewport()
    row = ada.message("The answer.")
    row.focus()
    row.press("Enter")
    ada.find("#actions-dialog button", "Show the replies").click()
    expect(ada.find("#chain-dialog .found-row")).to_have_count(2)
    assert ada.complaints == []


def test_a_finger_answers_and_edits_are_followed(enter):
    ada = enter(has_touch=True, viewport={"width": 390, "height": 800})
    ada.say("frist")
    row = ada.message("frist").first
    expect(row).to_be_visible()
    swipe(ada, row)
    expect(ada.find("#reply-bar")).to_contain_text("frist")
    ada.say("reply of a finger")
    reply = ada.message("reply of a finger")
    expect(reply.locator(".quote-words")).to_have_text("frist")
    edit(ada, row, "first")
    expect(reply.locator(".quote-words")).to_have_text("first")
    assert ada.complaints == []


def swipe(who, row):
    box = row.bounding_box()
    x, y = box["x"] + 60, box["y"] + box["height"] / 2
    session = who.page.context.new_cdp_session(who.page)
    send = "Input.dispatchTouchEvent"
    session.send(send, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for way in range(10, 130, 20):
        point = {"x": x + way, "y": y}
        session.send(send, {"type": "touchMove", "touchPoints": [point]})
    session.send(send, {"type": "touchEnd", "touchPoints": []})


def edit(who, row, text):
    row.focus()
    row.press("Enter")
    who.find("#actions-dialog button", "Edit").click()
    row.locator("textarea").fill(text)
    row.locator("textarea").press("Enter")
