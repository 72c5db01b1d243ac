"""axe-core looks at every page, and at each state of the chat, in every palette."""

import pytest
from playwright.sync_api import expect

from tests.support import npm
from tests.support.visitor import DRAWN, press_in

pytestmark = [pytest.mark.browser, pytest.mark.bar]

PALETTES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}
PLAIN = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "reduce"}
# Beside what it looks at anyway: targets of 24 pixels (WCAG 2.2).
OPTIONS = {
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
RUN = """async (options) => (await axe.run(document, options)).violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html, any, all }) =>
        `${id}: ${html.slice(0, 120)} ${[...any, ...all].map((e) => e.message)}`))"""


@pytest.fixture(scope="module")
def axe():
    return (npm.need("axe-core") / "axe.min.js").read_text()


@pytest.fixture
def finds(axe):
    """What it finds, in any of the palettes."""

    def finds(page, state):
        # The site's policy lets no script in; the debugger is not asked.
        page.evaluate(axe + ";null")
        found = []
        for name, palette in PALETTES.items():
            page.emulate_media(**{**PLAIN, **palette})
            page.evaluate(DRAWN)
            found += [
                f"{state}, {name}: {each}" for each in page.evaluate(RUN, OPTIONS)
            ]
        return found

    return finds


OUTSIDE = [
    "login/",
    "signup/",
    "desktop/",
    "rooms/nowhere/",
    "nowhere/",
    "admin/login/",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_pages_around_the_chat(browser, site, finds, path):
    page = browser.new_page()
    page.goto(site.url + path)
    assert finds(page, path) == []
    page.close()


@pytest.mark.timeout(900)
def test_the_chat_in_its_states(enter, finds):
    ada, bob = enter(), enter()
    of_one = (messages, changes, replies, dialogs, lists, people, members, peace)
    for parts in (*of_one, settings, sides, lines, sizes):
        for state in parts(ada, bob):
            assert finds(ada.page, state) == []


# Each brings the page from state to state, one after the other; their names.


def messages(ada, bob):
    yield "the lobby"
    room = ada.make_room()
    yield "an empty room"
    bob.go(f"rooms/{room}/")
    for text in (
        "*hello* `code` [a link](https://example.org/)",
        "/me waves",
        "```\n" + "long code " * 40 + "\n```",
        "\n".join("x" * 60),
        "- a\n- b\n\n> q",
    ):
        ada.say(text)
    ada.page.locator(".message").nth(4).wait_for()
    bob.page.click("#join-button")
    bob.say(f"and bob for @{ada.name}")
    ada.message("and bob").wait_for()
    ada.say("/poll Tea? | Yes | No")
    bob.find(".poll-option").first.click()
    ada.find(".poll-told", "100").wait_for()
    yield "messages"
    ada.find(".poll [data-action=voters]").click()
    ada.find(".voters-list li").wait_for()
    yield "who has voted"
    ada.page.keyboard.press("Escape")
    ada.say("/poll")
    ada.find("#poll-dialog[open]").wait_for()
    yield "a new poll"
    ada.page.keyboard.press("Escape")
    yield from files(ada)


def files(ada):
    ada.find("#composer .share-button").click()
    dialog = ada.find("#sharing-dialog")
    picture = {"name": "view.png", "mimeType": "image/png"}
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF plan"}
    dialog.locator("[name=files]").set_input_files(
        [{**picture, "buffer": ada.page.screenshot()}, plan]
    )
    yield "files that are to be shared"
    dialog.locator("[type=submit]").click()
    ada.find(".file-picture").wait_for()
    yield "a message with files"


def changes(ada, bob):
    press = ada.page.keyboard.press
    ada.message("and bob").focus()
    yield "a message with the focus"
    press("Enter")
    yield "what can be done with a message"
    press("Escape")
    ada.message("and bob").locator("[data-action=react]").press("Enter")
    yield "the palette"
    press("Enter")
    ada.find(".reaction").wait_for()
    yield "a reaction"
    ada.message("and bob").focus()
    press("Enter")
    ada.find("#actions-dialog button", "Who has reacted").click()
    ada.find(".reactor").wait_for()
    yield "who has reacted"
    press("Escape")
    ada.message("and bob").focus()
    ada.message("and bob").locator("[data-action=react]").press("Enter")
    press("End")
    press("Enter")
    ada.find(".emoji").first.wait_for()
    yield "all emoji"
    press("Escape")
    yield from changes_of_own(ada, press)


def changes_of_own(ada, press):
    ada.composer.focus()
    press("ArrowUp")
    yield "an edit"
    press("Escape")
    ada.message("waves").focus()
    ada.message("waves").locator("[data-action=offer]").press("Enter")
    ada.find("#actions-dialog button", "Pin for").click()
    ada.find(".pin-mark").wait_for()
    yield "a pinned message"
    ada.page.click("#pins-button")
    ada.find(".kept-row").wait_for()
    yield "what is pinned"
    press("Escape")
    ada.message("waves").focus()
    ada.message("waves").locator("[data-action=delete]").press("Enter")
    yield "a message that is about to go"
    ada.find(".message.deleted").wait_for()
    yield "a deleted message"
    ada.composer.fill("x" * 4100)
    yield "too long"
    ada.composer.fill("")
    yield from writing(ada, press)


def writing(ada, press):
    ada.composer.press_sequentially("hi @")
    ada.find("#completion").wait_for()
    yield "names to choose from"
    press("Escape")
    press("Control+a")
    ada.find("#formatting").wait_for()
    ada.page.click("[data-act=preview]")
    yield "formatting, and a preview"
    ada.page.click("[data-act=help]")
    yield "help on writing"
    press("Escape")
    press("Escape")
    ada.composer.fill("")


def replies(ada, bob):
    ada.message("hello").focus()
    ada.message("hello").locator("[data-action=reply]").press("Enter")
    ada.find("#reply-bar").wait_for()
    yield "what is answered"
    ada.say("an answer")
    ada.message("an answer").locator(".quote").wait_for()
    yield "a reply"
    ada.message("an answer").press("Enter")
    ada.find("#actions-dialog button", "Show the replies").click()
    ada.find("#chain-dialog .found-row").nth(1).wait_for()
    yield "a chain of replies"
    ada.page.keyboard.press("Escape")
    ada.message("an answer").locator(".quote").click()
    ada.find(".message.sought").wait_for()
    yield "a message that was looked for"


def dialogs(ada, bob):
    page, press = ada.page, ada.page.keyboard.press
    press("Control+/")
    ada.find(".keys-row").first.wait_for()
    yield "the keys"
    press("Escape")
    page.click("#mentions-button")
    ada.find("#mentions-dialog .found-row").wait_for()
    yield "what names somebody"
    press("Escape")
    for name in ("rooms", "create", "write"):
        page.click(f"[data-dialog={name}]")
        yield f"the dialog {name}"
        press("Escape")
    page.click("#all-unread")
    ada.find(".unread-none").wait_for()
    yield "all that is unread"
    press("Escape")
    own = ada.find(".message.own").last
    own.focus()
    own.locator("[data-action=offer]").press("Enter")
    ada.find("#actions-dialog button", "Who has read it").click()
    ada.find(".readers li").wait_for()
    yield "who has read it"
    press("Escape")
    ada.composer.fill("see you")
    press("Alt+Enter")
    ada.find(".later-choice").first.wait_for()
    yield "when it is sent"
    press("Enter")
    page.click("#later-line")
    ada.find(".scheduled-row").wait_for()
    yield "what is sent later"
    ada.find(".scheduled-row [data-act=edit]").press("Enter")
    yield "a change of what is sent later"
    press("Escape")
    press("Escape")
    page.click("[popovertarget=room-menu]")
    yield "the room's menu"
    for name in ("topic", "invite", "leave"):
        if not page.is_visible("#room-menu"):
            page.click("[popovertarget=room-menu]")
        page.click(f"[data-dialog={name}]")
        yield f"the dialog {name}"
        press("Escape")


def lists(ada, bob):
    """What is found, and kept; and what was said before."""
    ada.say("to be found")
    row = ada.message("to be found")
    seq = row.get_attribute("data-seq")
    ada.composer.press("ArrowUp")
    ada.find(".editor textarea").fill("to be found again")
    ada.find(".editor textarea").press("Enter")
    row.locator(".versions").wait_for()
    ada.say(f"/save {seq}")
    panels = {
        f"/versions {seq}": "#versions-dialog .version",
        "/saved": "#saved-dialog .found-row",
        "/search found": "#search-dialog mark",
    }
    for line, part in panels.items():
        ada.say(line)
        ada.find(part).first.wait_for()
        yield line
        ada.page.keyboard.press("Escape")
        expect(ada.find("dialog[open]")).to_have_count(0)


def people(ada, bob):
    page, press = ada.page, ada.page.keyboard.press
    page.click(".you")
    yield "your menu"
    page.click("#blocked-item")
    yield "nobody blocked"
    press("Escape")
    page.click(f"#people [data-name={bob.name}]", button="right")
    ada.find(".card-room").first.wait_for()
    yield "a person's card"
    page.click("#profile-card [data-act=block]")
    yield "the dialog block"
    press("Enter")
    ada.find(".message.unheard").first.wait_for()
    yield "somebody blocked"
    page.click(".you")
    page.click("#blocked-item")
    yield "the blocked"
    press("Escape")
    press("Control+,")
    ada.find("#settings-dialog .setting").first.wait_for()
    yield "the settings"
    press("Escape")
    press("Control+k")
    ada.find(".switcher-text").fill("a")
    ada.find(".switcher-row").first.wait_for()
    yield "the switcher"
    ada.find(".switcher-text").fill("qqqq")
    ada.find(".switcher-empty:not(:empty)").wait_for()
    yield "the switcher finds nothing"
    press("Escape")


def members(ada, bob):
    ada.page.set_viewport_size({"width": 1280, "height": 800})
    ada.page.click(".members-button")
    ada.find(f".members-list [data-name={bob.name}]").wait_for()
    yield "the members beside"
    ada.find(".members-filter").fill("qqqq")
    ada.find(".members-state:not(:empty)").wait_for()
    yield "no member of that name"
    ada.page.keyboard.press("Alt+p")
    ada.page.set_viewport_size({"width": 390, "height": 800})
    ada.page.click(".room-more")
    ada.page.click("#members-item")
    ada.find(f"#members-dialog [data-name={bob.name}]").wait_for()
    yield "the members over it"
    ada.page.keyboard.press("Escape")
    expect(ada.find("dialog[open]")).to_have_count(0)


def peace(ada, bob):
    """What is done with somebody in a room, and taken back."""
    ada.page.set_viewport_size({"width": 1280, "height": 800})
    ada.page.click(".members-button")
    row = ada.find(f".members-list [data-name={bob.name}]")
    for act in ("kick", "ban"):
        row.click()
        ada.find(f"#profile-card [data-act={act}]").wait_for()
        yield "what can be done with a member"
        ada.page.click(f"#profile-card [data-act={act}]")
        yield f"the dialog {act}"
        if act == "kick":
            ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("Enter")
    ada.find(".undo-notice").wait_for()
    yield "what can be taken back"
    ada.find(".undo-notice [data-action=dismiss]").click()
    ada.page.keyboard.press("Alt+p")
    yield from moderation(ada, bob)


def moderation(ada, bob):
    """What those who keep peace look at, and what they do about somebody."""
    before = ada.page.url
    bob.join(ada.make_room())
    ada.say("/words hold casino*")
    bob.say("casinos")
    bob.find(".message.waiting").wait_for()
    ada.page.click("#moderation-button")
    ada.find("#moderation-dialog[open]").wait_for()
    yield "no reports"
    ada.page.click("#moderation-dialog [data-tab=held]")
    ada.find("#moderation-held [data-act=person]").wait_for()
    yield "what waits"
    ada.page.click("#moderation-held [data-act=person]")
    ada.find("#doing-dialog[open]").wait_for()
    yield "what can be done about somebody"
    ada.page.keyboard.press("Escape")
    ada.page.click("#moderation-held [data-act=refuse]")
    ada.find("#handling-dialog[open]").wait_for()
    yield "a word about it"
    ada.page.keyboard.press("Escape")
    ada.page.click("#moderation-dialog [data-tab=people]")
    ada.find("#moderation-people .ban-row").first.wait_for()
    yield "who is kept out"
    ada.page.keyboard.press("Escape")
    ada.page.goto(before)
    ada.is_connected()


def settings(ada, bob):
    """How a room is, for its owner and for others; and one that is closed."""
    page, press = ada.page, ada.page.keyboard.press
    room = ada.find("#conversation-name").text_content()
    page.click(".room-more")
    page.click("#room-settings-item")
    ada.find(".ban-row").wait_for()
    page.fill("[data-setting=name] input", "lobby")
    page.press("[data-setting=name] input", "Enter")
    ada.find("[data-setting=name] .errorlist:not(:empty)").wait_for()
    yield "the settings of a room"
    page.click("[data-act=hand-over]")
    yield "whom it is handed over to"
    press("Escape")
    page.click("[data-act=archive]")
    yield "whether it is archived"
    press("Enter")
    ada.find(".room-archived").wait_for()
    yield "the settings of an archived room"
    press("Escape")
    yield "an archived room"
    ada.say("/set archived off")
    expect(ada.find("#gone-note")).to_be_hidden()
    page.click("#conversations [data-conversation-name='#lobby']")
    page.click(".room-more")
    page.click("#room-settings-item")
    expect(ada.find("#room-settings-dialog")).to_be_visible()
    yield "settings that one may not change"
    press("Escape")
    page.click(f"#conversations [data-conversation-name='{room}']")


def sides(ada, bob):
    lobby = ada.find("#conversations [data-conversation-name='#lobby']")
    ada.page.set_viewport_size({"width": 1440, "height": 800})
    press_in(lobby.locator(".."), "[data-more]")
    ada.find("#row-menu").wait_for()
    yield "the menu of a room in the list"
    ada.page.keyboard.press("Enter")
    ada.find(".conversation").nth(1).wait_for()
    yield "two side by side"
    ada.find(".pane-divider").nth(1).focus()
    yield "the edge between them"
    ada.page.keyboard.press("Alt+w")
    expect(ada.find(".conversation")).to_have_count(1)


def lines(ada, bob):
    ada.cut()
    ada.say("not sent yet")
    yield "the line is cut"
    ada.mend()
    ada.page.context.set_offline(True)
    yield "offline"
    ada.page.context.set_offline(False)


def sizes(ada, bob):
    page = ada.page
    bob.page.click("[popovertarget=room-menu]")
    bob.make_room()
    bob.page.click("[popovertarget=room-menu]")
    bob.page.click("[data-dialog=invite]")
    bob.page.fill("#invite-dialog [name=name]", ada.name)
    bob.page.press("#invite-dialog [name=name]", "Enter")
    page.set_viewport_size({"width": 360, "height": 740})
    yield "a phone"
    page.click("[data-drawer=open]")
    yield "a phone's drawer"
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 320, "height": 256})
    yield "400 %"
