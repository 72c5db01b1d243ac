"""axe-core looks at every page, and at each state of the chat, in every palette."""

import pytest

from tests.support import npm
from tests.web.test_page import DRAWN, browser, enter, site  # noqa: F401

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
def test_pages_around_the_chat(browser, site, finds, path):  # noqa: F811
    page = browser.new_page()
    page.goto(site.url + path)
    assert finds(page, path) == []
    page.close()


@pytest.mark.timeout(900)
def test_the_chat_in_its_states(enter, finds):  # noqa: F811
    ada, bob = enter(), enter()
    for parts in (messages, changes, dialogs, people, lines, sizes):
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
    bob.say("and bob")
    ada.message("and bob").wait_for()
    yield "messages"


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
    ada.message("waves").locator("[data-action=delete]").press("Enter")
    yield "deleting"
    press("Enter")
    ada.find(".message.deleted").wait_for()
    yield "a deleted message"
    ada.composer.fill("x" * 4100)
    yield "too long"
    ada.composer.fill("")


def dialogs(ada, bob):
    page, press = ada.page, ada.page.keyboard.press
    press("Control+/")
    ada.find(".keys-row").first.wait_for()
    yield "the keys"
    press("Escape")
    for name in ("rooms", "create", "write"):
        page.click(f"[data-dialog={name}]")
        yield f"the dialog {name}"
        press("Escape")
    page.click("[popovertarget=room-menu]")
    yield "the room's menu"
    for name in ("topic", "invite", "leave"):
        if not page.is_visible("#room-menu"):
            page.click("[popovertarget=room-menu]")
        page.click(f"[data-dialog={name}]")
        yield f"the dialog {name}"
        press("Escape")


def people(ada, bob):
    page, press = ada.page, ada.page.keyboard.press
    page.click(".you")
    yield "your menu"
    page.click("#blocked-item")
    yield "nobody blocked"
    press("Escape")
    page.click(f"#people [data-name={bob.name}]", button="right")
    yield "a person's menu"
    page.click("#person-menu [data-act=block]")
    yield "the dialog block"
    press("Enter")
    ada.find(".message.unheard").first.wait_for()
    yield "somebody blocked"
    page.click(".you")
    page.click("#blocked-item")
    yield "the blocked"
    press("Escape")


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
