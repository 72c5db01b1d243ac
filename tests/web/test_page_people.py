"""People and rooms on the page: found, gone to, invited, left."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.support.visitor import PHONE, TABLET
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

IS_DARK = """() => getComputedStyle(document.body).color.match(/\\d+/)[0] > 128"""


def test_a_click_tells_about_a_person_and_a_double_click_opens(enter):
    ada, bob = enter(**TABLET), enter()
    person, card = (
        ada.find(f"#people [data-name={bob.name}]"),
        ada.find("#profile-card"),
    )
    person.click()
    expect(card).to_be_visible()
    expect(card.locator("#card-name")).to_have_text(bob.name)
    expect(card.locator(".card-here")).to_have_text("Here now · web")
    expect(card.locator(".card-since")).to_contain_text("Guest since")
    expect(card.locator(".card-room")).to_have_text(["#lobby"])
    ada.is_in("#lobby")
    card.locator("[data-act=mention]").click()
    expect(ada.composer).to_have_value(f"@{bob.name} ")
    person.dblclick()
    ada.is_in(f"@{bob.name}")
    expect(ada.composer).to_be_focused()
    expect(card).to_be_hidden()
    assert ada.complaints == []


def test_how_somebody_is_stands_beside_their_name_and_on_their_card(enter):
    ada, bob = enter(**TABLET), enter(timezone_id="Asia/Kolkata")
    bob.say("/status 🌴 On holiday")
    beside = ada.find(f"#people [data-name={bob.name}] .person-status")
    expect(beside).to_have_text("🌴 On holiday")
    bob.say("something to read")
    expect(ada.message("something to read")).to_be_visible()
    ada.find(f"#people [data-name={bob.name}]").click()
    card = ada.find("#profile-card")
    expect(card.locator(".card-status")).to_have_text("🌴 On holiday")
    expect(card.locator(".card-here")).to_contain_text(" there")
    expect(card.locator(".card-said")).to_have_text("1 message that you can read")
    bob.say("/status")
    expect(card.locator(".card-status")).to_be_hidden()
    expect(beside).to_have_text("")
    ada.reload()
    bob.say("/status Back")
    expect(beside).to_have_text("Back")
    assert ada.complaints == bob.complaints == []


def test_how_one_is_is_said_by_a_form_on_ones_own_card(enter):
    ada, bob = enter(**TABLET), enter(**TABLET)
    dialog, told = ada.find("#status-dialog"), ada.find("#profile-card .card-status")
    text, until = (dialog.locator(f"[name={name}]") for name in ("text", "until"))

    def open_it():
        ada.find(f"#people [data-name={ada.name}]").click()
        ada.find("#profile-card [data-act=status]").click()
        expect(text).to_be_focused()

    open_it()
    text.fill("Lunch")
    dialog.locator("[aria-haspopup=dialog]").click()
    ada.find(".emoji-filter").fill("pizza")
    ada.page.keyboard.press("Enter")
    expect(text).to_have_value("🍕 Lunch")
    dialog.locator(".status-times button").nth(1).click()
    text.press("Enter")
    expect(dialog).to_be_hidden()
    beside = bob.find(f"#people [data-name={ada.name}] .person-status")
    expect(beside).to_have_text("🍕 Lunch")
    open_it()
    expect(told).to_contain_text("🍕 Lunch (until")
    assert until.input_value()
    dialog.locator(".status-words button").last.click()
    text.press("Enter")
    expect(beside).to_have_text("")
    expect(ada.find("#notices")).to_contain_text("You say nothing of how you are")
    assert ada.complaints == bob.complaints == []


def test_a_person_is_written_to_by_keys_alone(enter):
    ada, bob = enter(), enter()
    ada.find(f"#people [data-name={bob.name}]").press("Enter")
    expect(ada.find("#profile-card [data-act=write]")).to_be_focused()
    ada.page.keyboard.press("Enter")
    ada.is_in(f"@{bob.name}")


def test_a_tap_tells_about_a_person_and_leads_to_them(enter):
    ada, bob = enter(**PHONE), enter()
    ada.page.tap("[data-drawer=open]")
    ada.page.tap(f"#people [data-name={bob.name}]")
    expect(ada.find("#profile-card")).to_be_in_viewport(ratio=1)
    ada.page.tap("#profile-card [data-act=write]")
    ada.is_in(f"@{bob.name}")
    expect(ada.find("#sidebar")).not_to_be_in_viewport()


def test_the_first_words_to_somebody_begin_a_conversation(enter):
    ada, bob = enter(**TABLET), enter()
    bob.say(f"is {ada.name} here?")
    author = ada.message(f"is {ada.name} here?").locator(".author")
    author.dblclick()
    ada.is_in(f"@{bob.name}")
    ada.say("psst")
    expect(ada.message("psst")).to_have_count(1)
    link = bob.find(f"[data-conversation-name='@{ada.name}']")
    expect(link.locator(".badge-count")).to_have_text("1")
    link.click()
    expect(bob.message("psst")).to_have_count(1)
    expect(link.locator(".badge")).to_be_hidden()


def test_what_is_read_in_one_tab_is_read_in_the_other(enter):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.join(room)
    expect(ada.composer).to_be_visible()
    ada.page.click("[data-conversation-name='#lobby']")
    other = ada.page.context.new_page()
    other.goto(ada.url)
    bob.say("news")
    for page in (ada.page, other):
        expect(page).to_have_title("• #lobby · chatsite")
    other.click(f"[data-conversation-name='#{room}']")
    expect(ada.page).to_have_title("#lobby · chatsite")


def switch(who, text):
    """What the switcher leads to when that is typed."""
    who.page.keyboard.press("Control+k")
    expect(who.find(".switcher-text")).to_be_focused()
    who.page.keyboard.type(text)
    return who.find("#switcher-list [aria-selected=true] .switcher-name")


def test_the_switcher_leads_to_rooms_people_and_what_can_be_done(enter):
    ada, bob = enter(), enter("Zoë")
    room, other = ada.make_room(), bob.make_room()
    bob.go("")  # the room is there, and ada is not in it
    ada.page.click("[data-conversation-name='#lobby']")
    expect(switch(ada, room)).to_have_text(room)
    ada.page.keyboard.press("Enter")
    ada.is_in(f"#{room}")
    expect(switch(ada, other)).to_have_text(other)
    ada.page.keyboard.press("Enter")
    ada.is_in(f"#{other}")
    expect(switch(ada, f"@{bob.name.replace('ë', 'e')}")).to_have_text(bob.name)
    ada.page.keyboard.press("Escape")
    bob.say("sunflowers at noon")
    expect(bob.message("sunflowers at noon")).to_have_count(1)
    expect(switch(ada, "sunfl")).to_have_text("sunflowers at noon")
    ada.page.keyboard.press("Escape")
    ada.go("")  # nobody leaves the lobby, and its menu was never opened
    expect(switch(ada, ">leave")).to_have_count(0)
    ada.page.keyboard.press("Escape")
    expect(switch(ada, "theme dark")).to_have_text("Theme: Dark")
    ada.page.keyboard.press("Enter")
    eventually(lambda: ada.page.evaluate(IS_DARK))
    ada.reload()
    eventually(lambda: ada.page.evaluate(IS_DARK))
    ada.page.keyboard.press("Control+,")
    ada.find("#settings-dialog label", "Light").click()
    eventually(lambda: not ada.page.evaluate(IS_DARK))
    ada.find("#settings-dialog label", "Nothing").click()
    expect(ada.find("#conversations .is-quiet")).to_have_count(1)
    assert ada.complaints == []


def test_somebody_is_found_and_written_to_however_they_are_spelled(enter):
    ada, zoe = enter(), enter("Zoë")
    ada.page.click("[data-dialog=write]")
    ada.page.fill("#write-dialog [name=name]", zoe.name.upper())
    ada.page.press("#write-dialog [name=name]", "Enter")
    ada.is_in(f"@{zoe.name}")
    ada.say("psst")
    zoe.page.click(f"[data-conversation-name='@{ada.name}']")
    zoe.say("yes?")
    expect(ada.message("yes?")).to_be_visible()
    ada.go(f"direct/{zoe.name.upper()}/")
    expect(ada.message("yes?")).to_be_visible()
    assert ada.page.url == f"{ada.url}direct/{quote(zoe.name)}/"
    expect(ada.find("#directs li")).to_have_count(1)


def test_going_back_leaves_nothing_open_of_what_is_left(enter):
    ada = enter()
    ada.make_room()
    ada.page.click("[aria-label='About this room']")
    ada.page.click("#leave-item")
    expect(ada.find("#leave-dialog")).to_be_visible()
    ada.page.go_back()
    ada.is_in("#lobby")
    expect(ada.find("#leave-dialog")).to_be_hidden()
    ada.page.set_viewport_size(PHONE["viewport"])
    ada.page.click("[data-drawer=open]")
    ada.page.go_forward()
    expect(ada.find("#sidebar")).not_to_be_in_viewport()
    expect(ada.composer).to_be_editable()


def test_a_refused_wish_says_why(enter):
    ada = enter()
    room = ada.make_room()
    ada.page.click("[data-dialog=create]")
    ada.page.fill("#create-dialog [name=name]", room)
    ada.page.press("#create-dialog [name=name]", "Enter")
    expect(ada.find("#create-dialog .dialog-error")).to_contain_text("already a room")
    ada.page.keyboard.press("Escape")
    expect(ada.find("#create-dialog")).to_be_hidden()


def test_a_room_is_found_joined_and_left(enter):
    ada, bob = enter(), enter()
    room = bob.make_room()
    ada.page.click("[aria-label='Browse rooms']")
    ada.page.fill(".directory-filter", room)
    ada.page.click(f"[aria-label='Join #{room}']")
    ada.is_in(f"#{room}")
    ada.page.click("[aria-label='About this room']")
    ada.page.click("#leave-item")
    ada.page.click("#leave-dialog [type=submit]")
    ada.is_in("#lobby")
    expect(ada.find(f"[data-conversation-name='#{room}']")).to_have_count(0)


def test_an_invitation_is_accepted_and_another_declined(enter):
    ada, bob = enter(), enter()
    rooms = [bob.make_room() for _ in range(2)]
    for room in rooms:
        bob.page.click(f"[data-conversation-name='#{room}']")
        bob.is_in(f"#{room}")
        bob.page.click("[aria-label='About this room']")
        bob.page.click("[data-dialog=invite]")
        bob.page.fill("#invite-dialog [name=name]", ada.name)
        bob.page.press("#invite-dialog [name=name]", "Enter")
        expect(
            bob.find("#notices", f"{ada.name} is invited to #{room}")
        ).to_be_visible()
    expect(ada.find("#invitations-count")).to_have_text("2")
    expect(ada.page).to_have_title("(2) #lobby · chatsite")
    assert all(
        row.bounding_box()["height"] <= 44 for row in ada.find(".invitation").all()
    )
    ada.page.click(f"[aria-label='Decline #{rooms[0]}']")
    expect(ada.find(f"[aria-label='Decline #{rooms[0]}']")).to_have_count(0)
    ada.page.click(f"[aria-label='Accept #{rooms[1]}']")
    ada.is_in(f"#{rooms[1]}")
    expect(ada.find("#invitations-section")).to_be_hidden()
    expect(ada.find(f"[data-conversation-name='#{rooms[0]}']")).to_have_count(0)
