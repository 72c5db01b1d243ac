"""Conversations side by side on the page: each its own, and all of them kept."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.visitor import DRAWN, LOOK, PHONE
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 800}}
WIDEST = {"width": 1800, "height": 800}
NARROW, AGAIN = {"width": 900, "height": 800}, WIDE["viewport"]

# Those of the system, as they are shown; nobody can click on one from here.
NOTICES = """
    globalThis.notices = [];
    globalThis.Notification = class extends Notification {
        constructor(...what) { super(...what); notices.push(this); }
    };
"""
MOVED = """
    globalThis.moved = [];
    const where = ({ x, y, width, height }) => [x, y, width, height].join(" ");
    new PerformanceObserver((list) => {
        const all = list.getEntries().flatMap(({ sources }) => sources);
        for (const { node, previousRect: from, currentRect: to } of all)
            moved.push(`${node?.className}: ${where(from)}, ${where(to)}`);
    }).observe({ type: "layout-shift", buffered: true });
"""
CLICK = "notices.at(-1).dispatchEvent(new Event('click'))"


class Side:
    """One of several panes."""

    def __init__(self, who, name):
        self.name, text = name, re.compile(rf"^{re.escape(name)}$")
        heading = who.find(".conversation-name", text)
        self.root = who.find(".conversation").filter(has=heading)
        self.area = self.root.locator("textarea")

    def message(self, text):
        return self.root.locator(".message:not(.waiting)", has_text=text)

    def say(self, text):
        self.area.fill(text)
        self.area.press("Enter")
        expect(self.message(text)).to_have_count(1)


def open_beside(who, name, *, by="Control"):
    who.find(f"#conversations [data-conversation-name='{name}']").click(modifiers=[by])
    pane = Side(who, name)
    expect(pane.area).to_be_focused()
    return pane


def stand(who, *names):
    """What is seen, from the beginning of the line to its end."""
    seen = who.find(".conversation:not(.is-waiting) .conversation-name")
    expect(seen).to_have_text(list(names))


@pytest.fixture
def three(enter):
    """Ada, who is in three conversations side by side, and Bob."""
    ada, bob = enter(**WIDE), enter()
    room = ada.make_room()
    bob.join(room)
    expect(bob.composer).to_be_visible()
    ada.page.click("[data-conversation-name='#lobby']")
    dev = open_beside(ada, f"#{room}")
    ada.find(f"#people [data-name={bob.name}]").dblclick()
    talk = Side(ada, f"@{bob.name}")
    expect(talk.area).to_be_focused()
    stand(ada, "#lobby", f"#{room}", f"@{bob.name}")
    return ada, bob, [Side(ada, "#lobby"), dev, talk]


def test_each_has_its_own_words_drafts_and_unread_ones(three):
    ada, bob, (lobby, dev, talk) = three
    dev.area.fill("half a")
    bob.say("into the room")
    expect(dev.message("into the room")).to_have_count(1)
    # What comes after it is drawn after it.
    talk.say("psst")
    lobby.say(f"{ada.name} is here")
    lobby.area.fill("sentence")
    for other in (lobby, talk):
        expect(other.message("into the room")).to_have_count(0)
    # It is seen there, though the person is elsewhere.
    expect(ada.page).to_have_title("#lobby · chatsite")
    expect(dev.area).to_have_value("half a")
    talk.area.click()
    expect(ada.page).to_have_title(f"@{bob.name} · chatsite")
    assert ada.page.url.endswith(f"/direct/{bob.name}/")
    bob.page.click(f"[data-conversation-name='@{ada.name}']")
    expect(bob.message("psst")).to_have_count(1)
    assert ada.complaints == []


def test_by_keys_from_one_to_the_next_and_away(three):
    ada, bob, (lobby, dev, talk) = three
    press = ada.page.keyboard.press
    press("Alt+PageDown")
    expect(lobby.area).to_be_focused()
    press("Alt+PageUp")
    press("Alt+PageUp")
    expect(dev.area).to_be_focused()
    press("F6")
    expect(talk.root.locator(":focus")).to_have_count(1)
    dev.area.click()
    press("Alt+w")
    expect(talk.area).to_be_focused()
    stand(ada, "#lobby", f"@{bob.name}")
    talk.root.get_by_role("button", name="Close this conversation").click()
    expect(lobby.area).to_be_focused()
    stand(ada, "#lobby")
    press("Alt+w")
    stand(ada, "#lobby")
    assert ada.page.url == ada.url
    press("Control+k")
    expect(ada.find(".switcher-text")).to_be_focused()
    ada.page.keyboard.type(bob.name)
    expect(ada.find(".switcher-row").first).to_contain_text(bob.name)
    press("Alt+Enter")
    expect(talk.area).to_be_focused()
    stand(ada, "#lobby", f"@{bob.name}")


def test_there_are_four_at_most_and_each_list_opens_them(three):
    ada, bob, (lobby, dev, talk) = three
    tea = Side(ada, f"#tea-with-{bob.name}")
    ada.page.set_viewport_size(WIDEST)
    talk.say("plum pie")
    creates(talk, tea.name)
    expect(tea.area).to_be_focused()
    stand(ada, "#lobby", dev.name, tea.name)
    what_is_found_opens_one(ada, talk)
    stand(ada, "#lobby", dev.name, tea.name, talk.name)
    ada.page.keyboard.press("Alt+w")
    expect(tea.area).to_be_focused()
    listed(ada, talk).click(button="middle")
    expect(talk.area).to_be_focused()
    lobby.root.get_by_role("button", name="Close this conversation").click()
    expect(dev.area).to_be_focused()
    stand(ada, dev.name, tea.name, talk.name)
    listed(ada, lobby).focus()
    ada.page.keyboard.press("Alt+Enter")
    expect(lobby.area).to_be_focused()
    stand(ada, dev.name, "#lobby", tea.name, talk.name)
    # There is no room for a fifth: it takes the place of the one where somebody is.
    creates(lobby, f"{tea.name}-too")
    stand(ada, dev.name, f"{tea.name}-too", tea.name, talk.name)
    the_switcher_opens_one(ada, lobby)
    stand(ada, dev.name, "#lobby", tea.name, talk.name)
    assert ada.complaints == []


def creates(side, name):
    side.area.fill(f"/create {name}")
    side.area.press("Enter")


def listed(ada, side):
    return ada.find(f"#conversations [data-conversation-name='{side.name}']")


def what_is_found_opens_one(ada, talk):
    press = ada.page.keyboard.press
    press("Control+Shift+F")
    expect(ada.find("#search-dialog [name=query]")).to_be_focused()
    ada.page.keyboard.type("plum")
    hit = ada.find("#search-dialog .found-row a")
    expect(hit).to_have_count(1)
    press("ArrowDown")
    expect(hit).to_be_focused()
    press("Alt+Enter")
    expect(talk.message("plum pie")).to_be_focused()


def the_switcher_opens_one(ada, lobby):
    ada.page.keyboard.press("Control+k")
    expect(ada.find(".switcher-text")).to_be_focused()
    ada.page.keyboard.type(lobby.name)
    expect(ada.find(".switcher-row").first).to_contain_text(lobby.name[1:])
    ada.page.keyboard.press("Alt+Enter")
    expect(lobby.area).to_be_focused()


def test_those_without_room_wait_and_all_are_kept(three):
    ada, bob, (lobby, dev, talk) = three
    dev.root.get_by_role("separator").press("ArrowRight")
    width = dev.root.bounding_box()["width"]
    assert width < lobby.root.bounding_box()["width"]
    dev.area.fill("to be kept")
    ada.page.set_viewport_size(NARROW)
    room = dev.root.locator(".conversation-name").inner_text()
    stand(ada, room)
    bob.page.click("[data-conversation-name='#lobby']")
    bob.say("said meanwhile")
    unread = ada.find("[data-conversation-name='#lobby'] .badge")
    expect(unread).to_be_visible()
    ada.page.click("#conversations [data-conversation-name='#lobby']")
    stand(ada, "#lobby")
    expect(unread).to_be_hidden()
    ada.page.set_viewport_size(AGAIN)
    talk.say("before the end")
    ada.page.add_init_script(MOVED)
    ada.reload()
    stand(ada, "#lobby", room, f"@{bob.name}")
    expect(talk.message("before the end")).to_have_count(1)
    expect(dev.area).to_have_value("to be kept")
    assert dev.root.bounding_box()["width"] == pytest.approx(width, abs=2)
    ada.page.evaluate(DRAWN)
    assert (
        ada.page.evaluate("moved") == []
    )  # their room was kept from the first paint on
    assert ada.page.url.endswith(f"/direct/{bob.name}/")
    # Before the server has answered it may be too narrow for them.
    ada.page.route_web_socket("**/ws/", lambda _: None)
    ada.page.reload()
    expect(ada.find("#panes.has-many")).to_have_count(1)
    ada.page.set_viewport_size(NARROW)
    expect(ada.find("#panes.has-many")).to_have_count(0)
    expect(ada.find("#panes")).to_have_css("padding-inline-start", "0px")
    assert ada.complaints == []


def test_a_notice_of_the_system_leads_to_its_message(enter):
    ada, bob = enter(**WIDE, permissions=["notifications"]), enter()
    room = ada.make_room()
    bob.join(room)
    ada.page.add_init_script(NOTICES)
    ada.go("")
    ada.page.keyboard.press("Control+,")
    expect(ada.find("#settings-dialog :focus")).to_have_count(1)
    ada.find("#settings-dialog label", "When I do not look").click()
    count = lambda: ada.page.evaluate("notices.length")  # noqa: E731
    eventually(lambda: count() == 1)  # it is shown how
    ada.page.evaluate(LOOK, "hidden")
    bob.say(f"@{ada.name}, come over")
    eventually(lambda: count() == 2)
    ada.page.evaluate(CLICK)
    there = Side(ada, f"#{room}")
    stand(ada, f"#{room}")
    expect(there.message("come over")).to_be_focused()
    open_beside(ada, "#lobby")
    bob.say(f"and again, @{ada.name}")
    eventually(lambda: count() == 3)
    ada.page.evaluate(CLICK)
    expect(there.message("and again")).to_be_focused()
    stand(ada, f"#{room}", "#lobby")
    assert re.search(rf"/rooms/{room}/\d+/$", ada.page.url)
    assert ada.complaints == []


def test_one_that_is_left_goes_and_the_others_stay(three):
    ada, bob, (_, dev, _) = three
    dev.root.locator(".room-more").click()
    ada.page.click("#leave-item")
    ada.page.press("#leave-dialog [type=submit]", "Enter")
    stand(ada, "#lobby", f"@{bob.name}")
    expect(ada.find(".conversation :focus")).to_have_count(1)
    assert ada.complaints == []


def test_on_a_phone_there_is_one(enter):
    ada, bob = enter(**PHONE), enter()
    ada.page.tap("[data-drawer=open]")
    ada.find(f"#people [data-name={bob.name}]").dblclick()
    ada.is_in(f"@{bob.name}")
    expect(ada.find(".conversation")).to_have_count(1)
