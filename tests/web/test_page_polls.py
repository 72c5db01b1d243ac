"""A poll on the page: asked, answered, seen by all as it stands, closed."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.visitor import ROWS_OF_THE_PAGE, ROWS_OF_THE_SERVER

pytestmark = pytest.mark.browser


def test_a_poll_is_asked_answered_and_closed(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    ada.say("/poll Where to **meet**? | In the park | At the river")
    question = ada.find(".poll-option")
    expect(question).to_have_count(2)
    expect(ada.find(".message .body").last).to_have_text("Where to meet?")
    river = bob.find(".poll-option", "At the river")
    river.click()
    expect(river).to_have_attribute("aria-checked", "true")
    for each in (ada, bob):
        expect(each.find(".poll-told")).to_have_text(["0 (0 %)", "1 (100 %)"])
    # With keys: from the message to what can be chosen, and along that.
    ada.find(".message:has(.poll)").focus()
    ada.page.keyboard.press("Tab")
    expect(question.first).to_be_focused()
    ada.page.keyboard.press("Enter")
    for each in (ada, bob):
        expect(each.find(".poll-told")).to_have_text(["1 (50 %)", "1 (50 %)"])
    expect(question.first).to_be_focused()
    bob.find(".poll [data-action=voters]").click()
    people = bob.find("#voters-dialog .voters-list")
    expect(people).to_have_text([ada.name, bob.name])
    bob.page.keyboard.press("Escape")
    river.click()
    expect(ada.find(".poll-told")).to_have_text(["1 (100 %)", "0 (0 %)"])
    ada.say("/poll close")
    for each in (ada, bob):
        expect(each.find(".poll-about")).to_have_text("Closed; 1 person has voted.")
    expect(river).to_have_attribute("aria-disabled", "true")
    painted = ada.page.evaluate(ROWS_OF_THE_SERVER)
    ada.page.click("[data-conversation-name='#lobby']")
    ada.page.click(f"[data-conversation-name='#{room}']")
    expect(question).to_have_count(2)
    assert ada.page.evaluate(ROWS_OF_THE_PAGE) == painted
    assert ada.complaints == bob.complaints == []


def test_a_poll_is_made_in_a_form(enter):
    ada = enter()
    ada.make_room()
    ada.say("/poll")
    form = ada.find("#poll-dialog")
    expect(form.locator("[name=text]")).to_be_focused()
    form.locator("[name=text]").fill("Which days?")
    form.locator("[name=options]").fill("Monday")
    form.locator("[name=many]").check()
    form.locator("[type=submit]").click()
    expect(form.locator(".dialog-error")).to_have_text(re.compile("two to 10"))
    form.locator("[name=options]").fill("Monday\n\nTuesday")
    form.locator("[type=submit]").click()
    days = ada.find(".poll-option")
    expect(days).to_have_text([re.compile("Monday"), re.compile("Tuesday")])
    for number in range(2):
        days.nth(number).click()
        expect(days.nth(number)).to_have_attribute("aria-checked", "true")
    expect(ada.find(".poll-about")).to_have_text("1 person has voted.")
    expect(ada.find(".poll-options")).to_have_attribute("role", "group")
    assert ada.complaints == []
