"""What happens in a room beside what is said, on the page: told, kept, and obeyed."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser


def test_what_happens_in_a_room_stands_where_it_happened(enter):
    ada, bob = enter(), enter(**PHONE)
    room = ada.make_room()
    bob.join(room)
    ada.say("before")
    expect(bob.message("before")).to_be_visible()
    ada.say(f"/role {bob.name} moderator")
    made = f"{ada.name} made {bob.name} a moderator"
    for each in (ada, bob):
        expect(each.find(".happened-line span")).to_have_text([made])
    ada.say("/set slow 5")
    slow = f"{ada.name} made the room slow: one message in 5 seconds"
    expect(bob.find(".happened-line span")).to_have_text([made, slow])
    ada.say("after")
    expect(bob.message("after")).to_be_visible()
    bob.reload()
    expect(bob.find(".happened-line span")).to_have_text([made, slow])
    rows = bob.find("#messages :is(.body, .happened-line span)")
    expect(rows).to_have_text(["before", made, slow, "after"])
    assert ada.complaints == bob.complaints == []


def test_who_is_put_out_is_told_why_and_hears_no_more(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    ada.say(f"/kick {bob.name} too loud")
    expect(ada.find(".happened-line span")).to_contain_text("too loud")
    expect(bob.find("#notices, .notice, .toast").first).to_contain_text("too loud")
    ada.say("among us")
    expect(ada.message("among us")).to_be_visible()
    # What bob is told later than that has come, and that has not.
    ada.go("")
    ada.say("among all")
    bob.go("")
    expect(bob.message("among all")).to_be_visible()
    bob.go(f"rooms/{room}/")
    expect(bob.message("among us")).to_have_count(0)
    assert ada.complaints == bob.complaints == []
