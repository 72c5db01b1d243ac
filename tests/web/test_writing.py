"""What helps whoever writes: by keys alone, and by fingers."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# A keyboard lies on the lower part of the screen.
TYPING_ON_SCREEN = {
    "viewport": {"width": 390, "height": 480},
    "screen": {"width": 390, "height": 844},
    "has_touch": True,
}
COMPOSE = """area => {
    const composing = { isComposing: true, bubbles: true, key: "Enter" };
    area.dispatchEvent(new KeyboardEvent("keydown", composing));
}"""


def begin(who, text, found):
    """Type a text, until something is offered for it."""
    who.composer.fill("")
    who.composer.press_sequentially(text)
    expect(who.find("#completion [aria-selected=true]")).to_contain_text(found)


def test_names_rooms_emoji_and_commands_are_ended_by_keys(enter):
    ada, bob = enter(), enter()
    press = ada.page.keyboard.press
    bob.say("hello")
    ada.message("hello").last.wait_for()
    begin(ada, "@", f"@{bob.name}")
    expect(ada.composer).to_have_attribute("aria-activedescendant", "completion-0")
    ada.composer.evaluate(COMPOSE)  # the Enter of an input method chooses nothing
    press("Enter")
    expect(ada.composer).to_have_value(f"@{bob.name} ")
    ada.composer.press_sequentially("see #lob")
    expect(ada.find("#completion")).to_contain_text("#lobby")
    press("Tab")
    begin(ada, "yes :rocke", "rocket")
    press("Escape")
    expect(ada.find("#completion")).to_be_hidden()
    expect(ada.composer).to_have_value("yes :rocke")
    begin(ada, "so :rocke", "rocket")
    press("Enter")
    expect(ada.composer).to_have_value("so 🚀 ")
    press("Control+z")
    expect(ada.composer).to_have_value("so :rocke")
    begin(ada, "/to", "/topic text")
    press("Enter")
    press("Enter")
    expect(ada.find("#notices")).to_contain_text("Usage: /topic text")
    expect(ada.composer).to_have_value("/topic ")
    # What stands there whole is sent.
    begin(ada, f"hi @{bob.name}", bob.name)
    press("Enter")
    ada.message(f"hi @{bob.name}").wait_for()
    assert ada.complaints == []


def test_a_slash_does_what_it_says_and_what_it_cannot_do_stays(enter):
    ada, bob = enter(), enter()
    room = f"den-of-{ada.name}"
    ada.say(f"/create {room} where {ada.name} is")
    ada.is_in(f"#{room}")
    expect(ada.composer).to_have_value("")
    ada.say("/topic tea")
    expect(ada.find("#topic")).to_have_text("tea")
    ada.say(f"/invite {bob.name}")
    expect(ada.find("#notices")).to_contain_text(f"{bob.name} is invited to #{room}.")
    ada.say("/invite nobody-at-all")
    expect(ada.find("#notices")).to_contain_text("There is nobody of that name.")
    expect(ada.composer).to_have_value("/invite nobody-at-all")
    ada.say("/dance")
    expect(ada.find("#notices")).to_contain_text("There is no /dance")
    expect(ada.composer).to_have_value("/dance")
    for text in ("//dance", "/etc/hosts", "/shrug so what"):
        ada.say(text)
    for text in ("/dance", "/etc/hosts", "so what ¯\\_(ツ)_/¯"):
        ada.message(text).wait_for()
    ada.say(f"/msg {bob.name} hello")
    expect(ada.find("#notices")).to_contain_text(f"Said to @{bob.name}.")
    bob.find(f"#directs [data-conversation-name='@{ada.name}']").wait_for()
    ada.say("/language xx")
    expect(ada.find("#notices")).to_contain_text("de (Deutsch)")
    ada.say("/more")
    expect(ada.find("#notices")).to_contain_text("There is no more.")
    ada.composer.fill("")
    ada.say("/help")
    expect(ada.find("#writing-dialog")).to_contain_text("/topic text")
    expect(ada.find("#writing-dialog :focus")).to_have_count(1)
    ada.page.keyboard.press("Escape")
    ada.say("/quit")
    expect(ada.find("#guest-name")).to_be_visible()
    assert ada.complaints == []


def test_a_slash_means_messages_by_their_numbers(enter):
    ada, notices = enter(), "#notices"
    room = ada.make_room()
    ada.say("the rules of the house")
    row = ada.message("the rules").first
    seq = row.get_attribute("data-seq")
    ada.say(f"/pin {seq}")
    expect(row.locator(".pin-mark")).to_be_visible()
    ada.say(f"/save {seq} #{room}")
    expect(ada.find(notices)).to_contain_text("Saved for later.")
    ada.say(f"/reply {seq} /agreed")
    reply = ada.message("/agreed")
    expect(reply.locator(".quote-words")).to_have_text("the rules of the house")
    ada.say("/notify mentions")
    expect(ada.find(notices)).to_contain_text(f"In #{room} only what mentions you")
    ada.say("/pin 999")
    expect(ada.composer).to_have_value("/pin 999")
    ada.go("")
    ada.say(f"/reply #{room} {seq} from afar")
    panels = {
        f"/replies {seq} #{room}": "#chain-dialog .found-row:has-text('/agreed')",
        "/saved": "#saved-dialog .found-row",
        "/seen": "#readers-dialog",
        "/unread": "#unread-dialog",
        f"/whois {ada.name}": "#profile-card",
        f"/pins #{room}": "#pins-dialog .found-row",
        "/search best rules": "#search-dialog:has([value=best]:checked) .found-row",
    }
    for line, panel in panels.items():
        ada.say(line)
        expect(ada.find(panel).first).to_be_visible()
        ada.page.keyboard.press("Escape")
    ada.is_in(f"#{room}")
    ada.message("from afar").locator(".quote").wait_for()
    assert ada.complaints == []


def test_what_is_selected_is_formatted_shown_and_taken_back_by_keys(enter):
    ada = enter()
    ada.make_room()
    press = ada.page.keyboard.press
    ada.composer.fill("so bold")
    press("Shift+Control+ArrowLeft")
    expect(ada.find("#formatting")).to_be_visible()
    press("Control+b")
    expect(ada.composer).to_have_value("so **bold**")
    press("Control+z")
    expect(ada.composer).to_have_value("so bold")
    press("Control+y")
    press("Control+a")
    expect(ada.find("#formatting")).to_be_visible()
    press("Tab")
    expect(ada.find("[data-format=bold]")).to_be_focused()
    for key in ("End", "ArrowLeft", "Enter"):
        press(key)
    expect(ada.find(".preview .body strong")).to_have_text("bold")
    press("Shift+Tab")
    expect(ada.composer).to_be_focused()
    press("Escape")
    expect(ada.find("#formatting")).to_be_hidden()
    press("Enter")
    ada.message("so bold").wait_for()
    # In an edit, too; and what was begun is begun again where one was.
    press("ArrowUp")
    expect(ada.find(".editor textarea")).to_be_focused()
    press("Control+a")
    press("Control+i")
    press("Enter")
    expect(ada.message("so bold").locator(".body em")).to_have_text("so bold")
    ada.composer.fill("one three")
    for _ in range(5):
        press("ArrowLeft")
    ada.reload()
    ada.composer.focus()
    ada.page.keyboard.type("two ")
    expect(ada.composer).to_have_value("one two three")
    assert ada.complaints == []


def test_all_of_it_by_fingers_and_a_keyboard_on_the_screen(enter):
    bob = enter()
    bob.say("hello")
    ada = enter(**TYPING_ON_SCREEN)
    ada.composer.tap()
    ada.composer.press_sequentially("@gu")
    option = ada.find("#completion [role=option]").first
    option.tap()
    expect(ada.composer).to_have_value(re.compile(r"^@\w+ $"))
    expect(ada.composer).to_be_focused()
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.type("two")
    ada.find("#composer [data-aid=emoji]").tap()
    ada.find(".emoji").first.wait_for()
    assert not ada.find(".emoji-filter").evaluate("e => e === document.activeElement")
    ada.find(".emoji[data-emoji='😅']").tap()
    expect(ada.composer).to_have_value(re.compile(r"^@\w+ \ntwo😅$"))
    ada.find("#composer [data-aid=format]").tap()
    for button in ada.find("#formatting button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    ada.find("[data-act=preview]").tap()
    expect(ada.find(".preview .body")).to_contain_text("😅")
    ada.find("#composer [type=submit]").tap()
    ada.message("two😅").wait_for()
    ada.find("#composer [data-aid=emoji]").tap()
    expect(ada.find(".emoji-group").first).to_contain_text("😅")
    assert ada.complaints == []
