"""Who looks after a room does so by buttons: roles, putting out, and taking back."""

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1280, "height": 800}}
AGAINST = "Mute…", "Put out…", "Ban…", "Do something…"
OFFERED = "#profile-card .card-steering [data-act]:visible"


def row(visitor, name):
    return visitor.find(f".members-list [data-name={name}]")


def role(visitor, name):
    return row(visitor, name).locator(".member-role")


def card(visitor, name, *offered):
    """Open it by the menu of a row; what it offers to be done in the room."""
    row(visitor, name).click(button="right")
    expect(visitor.find(OFFERED)).to_have_text([*offered])


def act(visitor, name):
    visitor.page.click(f"#profile-card [data-act={name}]")


def undo(visitor):
    visitor.find(".undo-notice .button").last.click()


def test_an_owner_gives_roles_that_all_see_and_takes_them_back(enter):
    ada, bob, eve = enter(**WIDE), enter(**WIDE), enter()
    room = ada.make_room()
    for each in (bob, eve):
        each.join(room)
    for each in (ada, bob):
        each.page.click(".members-button")
        expect(role(each, ada.name)).to_have_text("Owner")
    of_owner = ("Give voice", "Make moderator", *AGAINST)
    card(ada, eve.name, *of_owner)
    ada.page.keyboard.press("Escape")
    row(bob, eve.name).click()
    expect(bob.find("#profile-card .card-room").first).to_be_visible()
    expect(bob.find("#profile-card .card-steering")).to_be_hidden()
    bob.page.keyboard.press("Escape")
    card(ada, bob.name, *of_owner)
    act(ada, "moderator")
    for each in (ada, bob):
        expect(role(each, bob.name)).to_have_text("Moderator")
    card(bob, eve.name, "Give voice", *AGAINST)
    undo(ada)
    for each in (ada, bob):
        expect(role(each, bob.name)).to_be_hidden()
    expect(bob.find("#profile-card .card-steering")).to_be_hidden()
    assert ada.complaints == bob.complaints == []


def test_who_is_muted_in_a_room_writes_elsewhere_until_they_may_again(enter):
    ada, bob = enter(**WIDE), enter()
    room = ada.make_room()
    bob.join(room)
    note = bob.find(".gone-note")
    ada.page.click(".members-button")
    card(ada, bob.name, "Give voice", "Make moderator", *AGAINST)
    act(ada, "mute-here")
    expect(ada.find("#doing-dialog [value=mute-here]")).to_be_checked()
    ada.page.fill("#doing-dialog [name=reason]", "loud")
    ada.page.click("#doing-dialog [type=submit]")
    expect(role(ada, bob.name)).to_have_text("Muted")
    expect(note).to_contain_text("You are muted in this room. (loud until")
    bob.reload()
    expect(note).to_contain_text("You are muted in this room. (loud until")
    bob.page.click("#conversations [data-conversation-name='#lobby']")
    expect(note).to_be_hidden()
    bob.page.click(f"#conversations [data-conversation-name='#{room}']")
    expect(note).to_be_visible()
    card(ada, bob.name, "Let speak again", *AGAINST[1:])
    act(ada, "let-speak")
    expect(role(ada, bob.name)).to_be_hidden()
    expect(note).to_be_hidden()
    bob.say("at last")
    expect(ada.message("at last")).to_be_visible()
    assert ada.complaints == bob.complaints == []


def test_who_is_put_out_is_out_of_all_lists_and_can_be_invited_again(enter):
    ada, bob, eve = enter(**WIDE), enter(), enter(**WIDE)
    room = ada.make_room()
    for each in (bob, eve):
        each.join(room)
    for each in (ada, eve):
        each.page.click(".members-button")
    card(ada, bob.name, "Give voice", "Make moderator", *AGAINST)
    act(ada, "kick")
    ada.page.fill("#kick-dialog [name=reason]", "too loud")
    ada.page.keyboard.press("Enter")
    expect(bob.find(".notice", f"out of #{room}: too loud")).to_be_visible()
    for each in (ada, eve):
        expect(row(each, bob.name)).to_have_count(0)
    undo(ada)
    bob.find(".invitation [data-action=accept]").click()
    expect(row(ada, bob.name)).to_be_visible()
    assert ada.complaints == bob.complaints == []


def test_a_ban_has_an_end_and_is_taken_back(enter):
    ada, bob = enter(**PHONE), enter()
    ada.page.tap("[data-drawer=open]")
    room = ada.make_room()
    bob.join(room)
    ada.page.tap(".room-more")
    ada.page.tap("#members-item")
    row(ada, bob.name).tap()
    ada.page.tap("#profile-card [data-act=ban]")
    ada.page.tap("#ban-dialog .setting-value:has-text('1 week')")
    ada.page.tap("#ban-dialog [type=submit]")
    bob.is_in("#lobby")
    bob.go(f"rooms/{room}/")
    bob.page.click("#join-button")
    expect(bob.find(".notice")).to_be_visible()
    undo(ada)
    expect(ada.find(".happened-line", "come in again")).to_be_visible()
    bob.page.click("#join-button")
    expect(bob.find("#join-button")).to_be_hidden()
    assert ada.complaints == bob.complaints == []


def test_what_waits_stands_below_what_has_happened(enter):
    ada, bob = enter(**WIDE), enter(**WIDE)
    bob.join(ada.make_room())
    ada.say("hello")
    ada.say("/set slow 30")
    expect(bob.find(".happened-line", "slow")).to_be_visible()
    bob.page.context.set_offline(True)
    bob.page.fill("#composer-text", "later")
    bob.page.press("#composer-text", "Enter")
    expect(bob.find(".happened-line ~ .message.waiting", "later")).to_be_visible()


def test_whose_ban_from_a_private_room_is_taken_back_is_invited(enter):
    ada, bob = enter(**WIDE), enter()
    room = ada.make_room()
    bob.join(room)
    settings(ada)
    setting(ada, "private", "true").check(force=True)
    expect(bob.find(".happened-line", "private")).to_be_visible()
    ada.page.keyboard.press("Escape")
    ada.page.click(".members-button")
    card(ada, bob.name, "Give voice", "Make moderator", *AGAINST)
    act(ada, "ban")
    ada.page.click("#ban-dialog [type=submit]")
    bob.is_in("#lobby")
    undo(ada)
    bob.find(".invitation [data-action=accept]").click()
    expect(row(ada, bob.name)).to_be_visible()
    assert ada.complaints == bob.complaints == []


def test_a_moderator_deletes_what_others_said_unless_it_is_taken_back(enter):
    ada, bob = enter(), enter()
    room = ada.make_room()
    bob.join(room)
    for text in ("rude words", "kind words"):
        bob.say(text)
    delete = "#actions-dialog button:has-text('Delete for everybody')"
    for text in ("kind", "rude"):
        ada.message(text).focus()
        ada.page.keyboard.press("Enter")
        ada.page.click(delete)
        if text == "kind":
            ada.find(".undo-line .undo").click()
    expect(bob.message("deleted")).to_have_count(1)
    expect(bob.message("kind words")).to_be_visible()
    bob.message("kind words").focus()
    bob.page.keyboard.press("Enter")
    expect(bob.find("#actions-dialog")).to_be_visible()
    expect(bob.find(delete)).to_have_count(0)
    assert ada.complaints == bob.complaints == []


def setting(visitor, what, value):
    return visitor.find(f"[name=room-{what}][value='{value}']")


def settings(visitor):
    visitor.page.click(".room-more")
    visitor.page.click("#room-settings-item")
    expect(visitor.find("#room-settings-dialog")).to_be_visible()


def test_each_changes_of_a_room_what_they_may_and_sees_what_others_change(enter):
    ada, bob, eve = enter(**WIDE), enter(**WIDE), enter(**WIDE)
    room = ada.make_room()
    for each in (bob, eve):
        each.join(room)
    ada.say(f"/role {bob.name} moderator")
    expect(bob.find(".happened-line")).to_be_visible()
    for each in (ada, bob, eve):
        settings(each)
    what_is_the_owners(ada, bob, eve)
    what_is_the_moderators(ada, bob, eve)
    a_topic_of_one_leaves_what_another_writes(ada, bob, eve)
    a_name_that_is_taken_is_refused(ada, eve, f"{room}s")
    ada.page.click("[data-act=archive]")
    ada.page.click("#archive-dialog [type=submit]")
    for each in (ada, bob, eve):
        expect(each.find(".room-archived")).to_be_visible()
    expect(setting(bob, "speakers", "voice")).to_be_disabled()
    assert ada.complaints == bob.complaints == eve.complaints == []


def what_is_the_owners(ada, bob, eve):
    expect(setting(bob, "private", "true")).to_be_disabled()
    expect(setting(bob, "keep", "30")).to_be_disabled()
    setting(ada, "keep", "30").check(force=True)
    expect(setting(eve, "keep", "30")).to_be_checked()
    kept = f"{ada.name} has what is said here go after 30 days at the latest"
    expect(eve.find(".happened-line").last).to_contain_text(kept)


def what_is_the_moderators(ada, bob, eve):
    expect(setting(eve, "speakers", "voice")).to_be_disabled()
    expect(eve.find(".room-bans")).to_be_hidden()
    setting(bob, "speakers", "voice").check(force=True)
    for each in (ada, eve):
        expect(setting(each, "speakers", "voice")).to_be_checked()
    setting(bob, "lock", "true").check(force=True)
    expect(eve.find("[data-setting=topic]")).to_be_hidden()


def a_topic_of_one_leaves_what_another_writes(ada, bob, eve):
    topic = "[data-setting=topic] input"
    bob.page.fill(topic, "Tomatoes")
    ada.page.fill(topic, "Potatoes, for")
    bob.page.press(topic, "Enter")
    expect(eve.find(topic)).to_have_value("Tomatoes")
    expect(ada.find(topic)).to_have_value("Potatoes, for")
    ada.page.click("[data-setting=topic] [data-act=cancel]")
    expect(ada.find(topic)).to_have_value("Tomatoes")


def a_name_that_is_taken_is_refused(ada, eve, other):
    name = ada.find("[data-setting=name] input")
    name.fill("lobby")
    name.press("Enter")
    expect(ada.find("[data-setting=name] .errorlist")).to_contain_text("#lobby")
    name.fill(other)
    name.press("Enter")
    expect(eve.find(".room-settings-of")).to_have_text(f"#{other}")


def test_who_is_kept_out_is_listed_and_let_in_and_a_room_is_handed_over(enter):
    ada, bob, eve = enter(**WIDE), enter(), enter()
    room = ada.make_room()
    for each in (bob, eve):
        each.join(room)
    settings(ada)
    expect(ada.find(".room-bans")).to_contain_text("Nobody.")
    ada.page.keyboard.press("Escape")
    ada.say(f"/ban {eve.name} 3d spam")
    settings(ada)
    expect(ada.find(".ban-row")).to_contain_text(f"Banned by {ada.name}, until")
    expect(ada.find(".ban-reason")).to_have_text("spam")
    ada.page.click(".ban-row button")
    expect(ada.find(".room-bans")).to_contain_text("Nobody.")
    ada.page.click("[data-act=hand-over]")
    ada.page.fill("#hand-over-dialog [name=name]", "nobody-here")
    ada.page.keyboard.press("Enter")
    expect(ada.find("#hand-over-dialog .dialog-error")).not_to_be_empty()
    ada.page.fill("#hand-over-dialog [name=name]", f"@{bob.name}")
    ada.page.keyboard.press("Enter")
    expect(ada.find("[data-act=hand-over]")).to_be_hidden()
    expect(setting(ada, "private", "true")).to_be_disabled()
    bob.say(f"/kick {ada.name}")
    expect(ada.find("#room-settings-dialog")).to_be_hidden()
    ada.is_in("#lobby")
    assert ada.complaints == bob.complaints == []
