"""What waits for a moderator, on the page."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_what_waits_stays_in_its_place_until_a_moderator_has_it_said(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    ada.say("/words hold casino*")
    expect(ada.page.get_by_text("casino*").first).to_be_visible()
    bob.say("casinos!")
    note = bob.find(".message.waiting .post-note-text")
    expect(note).to_have_text("Waits for a moderator.")
    # Calm: there is nothing that went wrong, and nothing to be sent again.
    expect(bob.find(".message.failed")).to_have_count(0)
    expect(bob.find(".message.held [data-action=retry]")).to_be_hidden()
    expect(bob.find(".message.held [data-action=remove]")).to_be_visible()
    told = ada.page.get_by_text(re.compile(r"\d+\. guest.* waits for a moderator"))
    expect(told.first).to_be_visible()
    number = told.first.text_content().strip().partition(".")[0]
    ada.say(f"/approve {number}")
    expect(bob.find(".message.waiting")).to_have_count(0)
    for each in (ada, bob):
        expect(each.page.get_by_text("casinos!").last).to_be_visible()
    assert ada.complaints == bob.complaints == []
