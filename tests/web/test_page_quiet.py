"""Blocking and hiding on the page: what a person sees and does."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.visitor import TABLET, press_in

pytestmark = pytest.mark.browser
FOLDED = "A message of somebody you blocked"
SHOTS = os.environ.get("SHOTS")


def shoot(who, name):
    """A picture for those who look at it, where they say."""
    if SHOTS:
        who.page.screenshot(path=Path(SHOTS) / f"{name}.png")


def row(who, name):
    return who.find("#people li", name)


def choose(who, item):
    who.find("#profile-card .button:not([hidden])", item).click()


def block(who, name):
    press_in(row(who, name), "[data-more]")
    choose(who, "Block")
    who.find("#block-dialog [type=submit]").click()
    expect(who.find("#block-dialog")).not_to_be_visible()


@pytest.fixture
def people(enter):
    """Ada and Bob, each with the other on the list, and their talk."""
    ada, bob = enter("ada", **TABLET), enter("bob")
    expect(row(ada, bob.name)).to_be_visible()
    bob.go(f"direct/{ada.name}/")
    bob.say("psst")
    expect(ada.find("#directs .has-unread", bob.name)).to_be_visible()
    return ada, bob


def test_somebody_is_blocked_and_unblocked(people):
    ada, bob = people
    tab = ada.page.context.new_page()
    tab.goto(ada.url)
    press_in(row(ada, bob.name), "[data-more]")
    shoot(ada, "menu")
    choose(ada, "Block")
    shoot(ada, "dialog")
    ada.find("#block-dialog [type=submit]").click()
    for page in (ada.page, tab):
        expect(page.locator("#directs li")).to_have_count(0)
    bob.say("are you there?")
    expect(bob.message("are you there?")).to_be_visible()
    ada.reload()
    expect(ada.find("#directs li")).to_have_count(0)
    ada.find(".you").click()
    ada.find("#blocked-item").click()
    shoot(ada, "list")
    ada.find(".blocked-row", bob.name).locator("button").click()
    expect(ada.find(".blocked-empty")).to_be_visible()
    expect(ada.find("#directs .badge-count")).to_have_text("2")
    assert ada.complaints == bob.complaints == []


def test_in_a_room_their_words_are_folded_until_somebody_clicks(people):
    ada, bob = people
    bob.go("")
    bob.say("one of bob's")
    expect(ada.message("one of bob's").last).to_be_visible()
    block(ada, bob.name)
    expect(ada.find(".message.unheard").last).to_be_visible()
    expect(ada.find(".body", "one of bob's").last).not_to_be_visible()
    bob.say("another of bob's")
    fold = ada.find(".message.unheard", "another of bob's").locator(".reveal")
    expect(fold).to_have_text(FOLDED)
    ada.say("and ada's")
    shoot(ada, "folded")
    ada.reload()
    fold.click()
    shown = ada.find(".message.revealed")
    expect(shown).to_have_text(re.compile(f"{bob.name}.*another of bob's", re.DOTALL))
    # Its own name and face: what stands above is folded.
    expect(shown.locator(".avatar")).to_be_visible()
    expect(ada.find(".body", "one of bob's").last).not_to_be_visible()
    shoot(ada, "unfolded")
    ada.find(".message.unheard .reveal").last.click()
    expect(shown.locator(".avatar:visible")).to_have_count(1)


def test_a_folded_message_is_folded_before_any_script_has_run(people, browser):
    ada, bob = people
    bob.go("")
    bob.say("hush")
    expect(ada.message("hush").last).to_be_visible()
    block(ada, bob.name)
    state = ada.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(ada.url)
    expect(page.locator(".body", has_text="hush").last).not_to_be_visible()
    context.close()


def test_somebody_is_blocked_from_a_message_of_theirs(people):
    ada, bob = people
    bob.go("")
    bob.say("blockable")
    message = ada.message("blockable").last
    press_in(message, "[data-action=person]")
    choose(ada, "Block")
    ada.find("#block-dialog [type=submit]").click()
    expect(ada.find(".message.unheard", "blockable")).to_be_visible()
    ada.reload()
    ada.find(".message.unheard", "blockable").locator(".reveal").click()
    press_in(message, "[data-action=person]")
    choose(ada, "Unblock")
    ada.reload()
    expect(ada.find(".body", "blockable")).to_be_visible()


def test_a_name_has_its_card_where_others_have_a_menu(people):
    ada, bob = people
    row(ada, bob.name).click(button="right")
    expect(ada.find("#profile-card [data-act=block]")).to_be_visible()
    ada.page.keyboard.press("Escape")
    expect(ada.find("#profile-card")).not_to_be_visible()
    row(ada, ada.name).click(button="right")
    expect(ada.find("#profile-card .button:visible")).to_have_text(
        ["Your notes", "How you are…", "Your picture…", "Settings"]
    )


def test_a_talk_is_hidden_and_comes_back_with_the_next_word(people):
    ada, bob = people
    ada.find("#directs a", bob.name).click()
    ada.is_in(f"@{bob.name}")
    expect(ada.message("psst")).to_be_visible()
    shoot(ada, "direct")
    ada.find("#talk-more").click()
    expect(ada.find("#profile-card [data-act=write]")).to_be_hidden()
    choose(ada, "Hide this talk")
    ada.is_in("#lobby")
    expect(ada.find("#directs li")).to_have_count(0)
    bob.say("next")
    expect(ada.find("#directs .badge-count")).to_have_text("1")
    ada.find("#directs a", bob.name).click()
    expect(ada.message("psst")).to_be_visible()
    expect(ada.message("next")).to_be_visible()


def test_a_hidden_talk_is_whole_for_who_looks_for_it(people):
    ada, bob = people
    press_in(ada.find("#directs li"), "[data-more]")
    choose(ada, "Hide this talk")
    expect(ada.find("#directs li")).to_have_count(0)
    row(ada, bob.name).dblclick()
    expect(ada.message("psst")).to_be_visible()
    expect(ada.find("#directs li")).to_have_count(1)


def test_who_writes_to_somebody_blocked_is_told_why_not(people):
    ada, bob = people
    block(ada, bob.name)
    ada.go(f"direct/{bob.name}/")
    expect(ada.find("#beginning-text")).to_contain_text("You have blocked them")
    ada.say("hello")
    expect(ada.find(".post-note-text")).to_contain_text("unblock them first")
    mark = ada.find("#directs .unsent")
    expect(mark).to_be_visible()
    shoot(ada, "blocked-direct")
    ada.find(".post-note [data-action=remove]").click()
    expect(mark).to_be_hidden()


def test_what_is_typed_as_a_talk_goes_is_not_said_in_the_lobby(people):
    ada, bob = people
    tab = ada.page.context.new_page()
    tab.goto(f"{ada.url}direct/{bob.name}/")
    expect(tab.locator("#state")).to_have_attribute("data-state", "connected")
    tab.locator("#composer-text").press_sequentially("only for")
    block(ada, bob.name)
    expect(tab.locator("#conversation-name")).to_have_text("#lobby")
    tab.keyboard.type(" zebras")
    tab.keyboard.press("Enter")
    expect(tab.locator("#composer-text")).to_have_value("")
    expect(tab.locator(".message", has_text="zebras")).to_have_count(0)
