"""Who is in a conversation: beside it, or over it on a phone."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1280, "height": 800}}


def row(visitor, name, where=""):
    return visitor.find(f".members-{where or 'list'} [data-name={name}]")


def test_members_stand_beside_the_conversation_and_follow_it(enter):
    ada, bob, eve = enter(**WIDE), enter(), enter()
    room = ada.make_room()
    button = ada.find(".members-button")
    button.click()
    panel, find = ada.find("#members"), ada.find(".members-filter")
    expect(panel).to_be_visible()
    expect(find).to_be_focused()
    expect(button).to_have_attribute("aria-label", "1 member")
    bob.join(room)
    expect(row(ada, bob.name, "here")).to_be_visible()
    expect(button).to_have_text("2")
    find.fill(bob.name[1:].upper())
    expect(row(ada, ada.name)).to_be_hidden()
    find.fill("nobody at all")
    expect(ada.find(".members-state")).to_have_text("Nobody in it is called that.")
    find.fill("")
    row(ada, ada.name).focus()
    ada.page.keyboard.press("ArrowDown")
    expect(row(ada, bob.name)).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(ada.find("#profile-card [data-act=write]")).to_be_focused()
    ada.page.keyboard.press("Escape")
    bob.page.context.close()
    expect(row(ada, bob.name, "away").locator(".member-about")).to_contain_text("Guest")
    ada.page.click("[data-conversation-name='#lobby']")
    expect(row(ada, eve.name, "here")).to_be_visible()
    ada.page.reload()
    expect(row(ada, eve.name, "here")).to_be_visible()
    ada.page.keyboard.press("Alt+p")
    expect(panel).to_be_hidden()
    assert ada.complaints == []


def test_members_lie_over_the_conversation_on_a_phone(enter):
    ada, bob = enter(**PHONE), enter()
    ada.page.tap(".room-more")
    ada.page.tap("#members-item")
    dialog = ada.find("#members-dialog")
    expect(row(ada, bob.name)).to_be_visible()
    assert row(ada, bob.name).bounding_box()["height"] >= 44
    ada.page.tap(f".members-list [data-name={bob.name}]")
    ada.page.tap("#profile-card [data-act=mention]")
    expect(dialog).to_be_hidden()
    expect(ada.composer).to_have_value(f"@{bob.name} ")
    ada.page.tap(".room-more")
    ada.page.tap("#members-item")
    expect(dialog).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(ada.find(".room-more")).to_be_focused()
    expect(ada.find(".members-button")).to_be_hidden()
    assert ada.complaints == []


@pytest.mark.parametrize("where", [WIDE, PHONE])
def test_a_talk_of_two_has_the_button_as_well(enter, where):
    ada, bob = enter(**where), enter()
    bob.go(f"direct/{ada.name}/")
    bob.say("hello")
    ada.go(f"direct/{bob.name}/")
    expect(ada.message("hello")).to_be_visible()
    ada.page.click(".members-button")
    for each in (ada, bob):
        expect(row(ada, each.name)).to_be_visible()
    assert ada.complaints == []
