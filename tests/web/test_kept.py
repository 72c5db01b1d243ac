"""What is kept, for two people at the page: pinned, saved, undone, said before."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser

CODE = "```py\ndef f(x):\n    return x + 1\n```"
# As on plain http, but on localhost: scripts have no clipboard.
HIDE = "Object.defineProperty(navigator, 'clipboard', { configurable: true })"
COPIED = "delete navigator.clipboard && navigator.clipboard.readText()"


def offered(visitor, text, entry):
    """Choose what the menu of a message has."""
    visitor.message(text).focus()
    visitor.page.keyboard.press("Enter")
    visitor.find("#actions-dialog button", entry).press("Enter")


def test_two_people_pin_save_undo_and_look_back(enter):
    ada, bob = enter(permissions=["clipboard-read", "clipboard-write"]), enter(**PHONE)
    room = ada.make_room()
    bob.join(room)
    for text in (CODE, "teh rules", "a slip"):
        ada.say(text)
    bob.message("a slip").wait_for()
    code_is_shown_and_copied(ada)
    what_is_said_is_copied_on_plain_http_too(ada)
    one_pins_and_the_other_finds_it(ada, bob)
    bob.message("teh rules").focus()
    bob.page.keyboard.press("Control+s")
    expect(bob.find("#notices")).to_contain_text("Saved for later.")
    an_edit_shows_what_was_there(ada)
    a_deletion_is_taken_back_or_done_as_one_leaves(ada, bob)
    what_is_saved_leads_to_where_it_was_said(ada, bob)
    who_has_reacted_is_listed_by_a_long_press(ada, bob)
    assert ada.complaints == bob.complaints == []


def code_is_shown_and_copied(ada):
    block = ada.find(".body pre[data-language=Python]")
    expect(block.locator(".k")).to_have_text(["def", "return"])
    copy = block.locator(".copy-code")
    copy.click()
    expect(copy).to_have_attribute("aria-label", "Copied")
    copy.click()
    expect(copy).to_have_attribute("aria-label", "Copy the code")
    copied = ada.page.evaluate("navigator.clipboard.readText()")
    assert copied == "def f(x):\n    return x + 1"


def what_is_said_is_copied_on_plain_http_too(ada):
    ada.page.evaluate(HIDE)
    offered(ada, "teh rules", "Copy the text")
    expect(ada.find("#notices")).to_contain_text("The text is copied.")
    expect(ada.message("teh rules")).to_be_focused()
    assert ada.page.evaluate(COPIED) == "teh rules"
    ada.page.evaluate("document.execCommand = () => false")
    ada.page.evaluate(HIDE)
    copy = ada.find(".copy-code")
    copy.click()
    expect(ada.find("#notices")).to_contain_text("does not let this page copy")
    expect(copy).to_have_attribute("aria-label", "Copy the code")


def one_pins_and_the_other_finds_it(ada, bob):
    offered(bob, "teh rules", "Pin for everybody")
    expect(ada.message("teh rules").locator(".pin-mark")).to_be_visible()
    ada.page.click("#pins-button")
    row = ada.find("#pins-dialog .kept-row")
    expect(row).to_contain_text(f"pinned by {bob.name}")
    row.locator("a").press("Enter")
    ada.page.wait_for_url("**/rooms/*/*/")
    expect(ada.message("teh rules")).to_be_in_viewport()
    ada.page.click("#pins-button")
    row.locator("button").click()
    expect(ada.find("#pins-dialog .found-empty")).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(bob.find(".pin-mark")).to_have_count(0)


def an_edit_shows_what_was_there(ada):
    ada.message("teh rules").focus()
    ada.message("teh rules").locator("[data-action=edit]").click()
    ada.find(".editor textarea").fill("the rules")
    ada.page.keyboard.press("Enter")
    ada.message("the rules").locator(".versions").click()
    versions = ada.find("#versions-dialog .version")
    expect(versions.first.locator("ins")).to_have_text("the")
    expect(versions.first.locator("del")).to_have_text("teh")
    expect(versions.last).to_contain_text("teh rules")
    ada.page.keyboard.press("Escape")


def a_deletion_is_taken_back_or_done_as_one_leaves(ada, bob):
    ada.message("a slip").focus()
    ada.message("a slip").locator("[data-action=delete]").press("Enter")
    expect(ada.find(".undo")).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(ada.message("a slip")).to_be_focused()
    ada.message("a slip").locator("[data-action=delete]").press("Enter")
    expect(ada.find(".undo")).to_be_focused()
    expect(bob.message("a slip")).to_be_visible()
    back = ada.page.url
    ada.find("[data-conversation-name='#lobby']").click()
    expect(bob.find(".message.deleted")).to_be_visible()
    ada.page.goto(back)
    ada.is_connected()


def what_is_saved_leads_to_where_it_was_said(ada, bob):
    bob.go("")
    bob.page.click("[data-drawer=open]")
    bob.page.click("[popovertarget=you-menu]")
    bob.page.click("#saved-item")
    row = bob.find("#saved-dialog .kept-row")
    expect(row).to_contain_text("the rules")
    row.locator("a").tap()
    expect(bob.message("the rules")).to_be_visible()


def who_has_reacted_is_listed_by_a_long_press(ada, bob):
    ada.message("the rules").focus()
    ada.message("the rules").locator("[data-action=react]").click()
    ada.find("#palette [data-emoji='🎉']").click()
    bob.find(".reaction").wait_for()
    box = bob.find(".reaction").bounding_box()
    session = bob.page.context.new_cdp_session(bob.page)
    point = {"x": box["x"] + 9, "y": box["y"] + 9}
    touch = {"type": "touchStart", "touchPoints": [point]}
    session.send("Input.dispatchTouchEvent", touch)
    expect(bob.find("#reactions-dialog .reactor")).to_have_text(ada.name)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(bob.find("#reactions-dialog")).to_be_visible()
    pressed = bob.find("#messages .reaction")
    expect(pressed).to_have_attribute("aria-pressed", "false")
    bob.find("#reactions-dialog .reactor").tap()
    expect(bob.find("#conversation-name")).to_have_text(f"@{ada.name}")
