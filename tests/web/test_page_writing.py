"""What is written on the page: sent, begun, edited, reacted to."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.visitor import SEND, STORED, number_of
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser


def test_enter_sends_and_shift_enter_breaks_the_line(enter):
    ada = enter()
    ada.make_room()
    ada.composer.press_sequentially("one")
    ada.composer.press("Shift+Enter")
    ada.composer.press_sequentially("two")
    ada.composer.press("Enter")
    expect(ada.message("one")).to_contain_text("two")
    expect(ada.composer).to_have_value("")


def test_who_sends_by_the_button_goes_on_writing(enter):
    ada = enter()
    ada.make_room()
    ada.composer.fill("by the button")
    ada.page.click(".composer-send")
    ada.page.keyboard.type("and on")
    expect(ada.message("by the button")).to_be_visible()
    expect(ada.composer).to_have_value("and on")


def test_what_was_sent_before_the_page_was_ready_stays_to_be_sent(enter):
    ada, held = enter(), []
    wait = re.compile(r".*/js/app\..*js")
    ada.page.route(wait, lambda route: held.append(route))
    ada.page.reload(wait_until="commit")
    ada.composer.fill("early words")
    ada.page.click(".composer-send")
    for route in held:
        route.continue_()
    ada.page.unroute(wait)
    ada.is_connected()
    expect(ada.composer).to_have_value("early words")


def test_several_messages_are_copied_with_each_name_once(enter):
    ada = enter(permissions=["clipboard-read"])
    ada.make_room()
    for text in ("one", "two"):
        ada.say(text)
        expect(ada.message(text)).to_be_visible()
    ada.page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('#messages'))"
    )
    ada.page.keyboard.press("Control+c")
    copied = ada.page.evaluate("navigator.clipboard.readText()").split()
    assert (copied.count(ada.name), copied[-2:]) == (1, ["one", "two"])


def test_enter_that_ends_the_composing_of_a_word_sends_nothing(enter):
    ada = enter()
    ada.make_room()
    ada.composer.fill("にほん")
    enter_key = {"key": "Enter", "isComposing": True, "bubbles": True}
    ada.composer.dispatch_event("keydown", enter_key)
    expect(ada.composer).to_have_value("にほん")
    expect(ada.find(".message")).to_have_count(0)


def test_what_is_too_long_is_counted_and_kept(enter):
    ada = enter()
    ada.make_room()
    ada.say("🎉" * 4001)
    expect(ada.find("#composer-count")).to_have_text("1 character too long")
    assert len(ada.composer.input_value()) == 4001
    ada.say("🎉" * 4000)
    expect(ada.message("🎉")).to_have_count(1)


def test_a_draft_is_kept_per_conversation_and_over_a_reload(enter):
    ada = enter()
    ada.make_room()
    ada.composer.press_sequentially("half a ")
    ada.page.click("[data-conversation-name='#lobby']")
    expect(ada.composer).to_have_value("")
    ada.page.go_back()
    expect(ada.composer).to_have_value("half a ")
    ada.reload()
    expect(ada.composer).to_have_value("half a ")


def test_an_edit_is_kept_in_another_room_and_over_a_reload_until_it_is_saved(enter):
    ada = enter()
    room = ada.make_room()
    ada.say("teh words")
    expect(ada.message("teh words")).to_be_visible()
    ada.composer.press("ArrowUp")
    expect(ada.find(".editor textarea")).to_be_focused()
    ada.page.keyboard.type(" and more")
    ada.page.click("[data-conversation-name='#lobby']")
    expect(ada.find(".editor")).to_have_count(0)
    ada.page.click(f"[data-conversation-name='#{room}']")
    expect(ada.find(".editor textarea")).to_have_value("teh words and more")
    edit = {"type": "edit", "seq": 1, "body": "other words"}
    ada.page.evaluate(SEND, {**edit, "conversation": number_of(ada, room)})
    expect(ada.find(".editor-error")).to_contain_text("changed elsewhere meanwhile")
    ada.reload()
    expect(ada.find(".editor-error")).to_contain_text("changed elsewhere meanwhile")
    ada.find(".editor textarea").press("Enter")
    expect(ada.message("teh words and more").locator(".versions")).to_be_visible()
    eventually(lambda: ada.page.evaluate(STORED) == [])


def test_a_draft_that_is_sent_in_one_tab_is_gone_in_the_other(enter):
    ada = enter()
    room = ada.make_room()
    other = ada.page.context.new_page()
    other.goto(f"{ada.url}rooms/{room}/")
    expect(other.locator("#state")).to_have_attribute("data-state", "connected")
    ada.composer.press_sequentially("half a word")
    expect(other.locator("#composer-text")).to_have_value("half a word")
    ada.composer.press("Enter")
    expect(other.locator("#composer-text")).to_have_value("")


def test_arrow_up_edits_the_last_message_and_escape_leaves_it(enter):
    ada = enter()
    ada.make_room()
    ada.say("teh words")
    expect(ada.message("teh words")).to_be_visible()
    ada.composer.press("ArrowUp")
    expect(ada.find(".editor textarea")).to_be_focused()
    ada.page.keyboard.press("Escape")
    expect(ada.find(".editor")).to_have_count(0)
    ada.composer.press("ArrowUp")
    ada.find(".editor textarea").fill("the words")
    ada.page.keyboard.press("Enter")
    expect(ada.message("the words").locator(".versions")).to_be_visible()
    expect(ada.composer).to_be_focused()


def test_a_message_is_reacted_to_and_deleted_by_keys_alone(enter):
    ada = enter()
    ada.make_room()
    ada.say("any words")
    expect(ada.message("any words")).to_be_visible()
    ada.find("#timeline").focus()
    for key in ("ArrowUp", "Tab", "Enter", "ArrowRight", "Enter"):
        ada.page.keyboard.press(key)
    expect(ada.find(".reaction")).to_have_attribute("aria-label", f"❤️ 1: {ada.name}")
    ada.find(".message").focus()
    ada.page.clock.install()
    ada.find(".message [data-action=delete]").press("Enter")
    expect(ada.find(".undo")).to_be_focused()
    ada.page.clock.fast_forward(5000)
    expect(ada.find(".message.deleted .deleted-text")).to_be_visible()
    expect(ada.find(".reaction")).to_have_count(0)


def test_any_emoji_is_found_by_its_name_and_given_by_keys_alone(enter):
    ada = enter()
    ada.make_room()
    ada.say("any words")
    expect(ada.message("any words")).to_be_visible()
    ada.find("#timeline").focus()
    steps = ("ArrowUp", "Tab", "Enter")
    for key in (*steps, "ArrowDown", "ArrowDown", "Enter"):
        ada.page.keyboard.press(key)
    ada.find(".emoji-tone [value='🏿']").check()
    ada.find(".emoji").last.focus()
    expect(ada.find(".emoji-name")).not_to_have_text("")
    ada.find(".emoji-filter").fill("waving h")
    expect(ada.find(".emoji-name")).to_have_text("")
    expect(ada.find(".emoji").first).to_have_text(re.compile("👋"))
    ada.find(".emoji-filter").press("ArrowDown")
    ada.page.keyboard.press("Enter")
    chip = ada.find(".reaction")
    expect(chip).to_have_attribute("aria-label", f"👋🏿 1: {ada.name}")
    expect(ada.message("any words").locator("[data-action=react]")).to_be_focused()
    assert ada.complaints == []
