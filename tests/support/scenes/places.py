"""What people read: rooms and talks, and what may stand in them."""

from playwright.sync_api import Page, expect

from tests.support.scenes.acting import click, drawer, message, press, say, then, there
from tests.support.scenes.scene import Scene

WIDE = {"desktop"}
GARDEN = "[data-conversation-name='#garden']"
EMPTY = "#beginning-text"
SAID = "#messages .message"


def side_by_side(page: Page) -> None:
    """As many as there is room for."""
    for name in ("#garden", "#board"):
        link = page.locator(f"#conversations [data-conversation-name='{name}']")
        link.click(modifiers=["Control"])
        expect(page.locator(".is-current .conversation-name")).to_have_text(name)


def of_a_room(page: Page) -> None:
    row = page.locator("#conversations li", has=page.locator(GARDEN))
    row.hover()
    row.locator("[data-more]").click()


SCENES = [
    Scene("lobby", ".message .reaction"),
    Scene("drawer", ".conversation-link", act=drawer),
    Scene("invited", ".invitation", act=drawer, who="new"),
    Scene("empty", EMPTY, "rooms/empty/"),
    Scene("private", EMPTY, "rooms/board/"),
    Scene("notes", EMPTY, "direct/ada/"),
    Scene("direct", ".day-line", "direct/bob/"),
    Scene("group", ".conversation.group #beginning-text", act=say("/group bob zoe")),
    Scene("not-joined", "#join-button", "rooms/not-joined/"),
    Scene("archived", "#gone-note", "rooms/attic/"),
    Scene("announcements", "#gone-note", "rooms/news/"),
    Scene("long-texts", ".unfold", "rooms/long-texts/"),
    Scene("long-name", SAID, "direct/Wolfeschlegelsteinhausenberger/"),
    Scene("happened", ".happened-line", "rooms/kitchen/"),
    Scene("permalink", ".message.sought", "rooms/lobby/3/"),
    Scene("news", ".unread-line", "rooms/market/"),
    Scene("unheard", ".message.unheard .reveal", who="zoe"),
    Scene(
        "heard",
        ".message.revealed .body",
        act=then(there(".message.unheard"), message("reveal", ".message.unheard")),
        who="zoe",
    ),
    Scene("side-by-side", ".conversation:nth-of-type(2)", act=side_by_side, sizes=WIDE),
    Scene("row-menu", "#row-menu .menu-item", act=of_a_room, sizes=WIDE),
    Scene(
        "divider",
        ".pane-divider:focus",
        act=then(
            side_by_side,
            lambda page: (
                page.locator(".pane-divider").filter(visible=True).last.focus()
            ),
        ),
        sizes=WIDE,
    ),
    Scene("keys", "#keys-dialog .keys-group .keys-row", act=press("Control+/")),
    Scene(
        "settings",
        "#settings-dialog:has(.device) .setting .setting-value",
        act=press("Control+,"),
    ),
    Scene("you-menu", "#you-menu", act=click("[popovertarget=you-menu]")),
]
