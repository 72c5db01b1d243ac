"""What is found, and what was kept: messages, and what there is to know of them."""

from tests.support.scenes.acting import (
    OWN,
    click,
    face,
    fill,
    last,
    press,
    say,
    tell_of,
    then,
)
from tests.support.scenes.scene import Act, Scene

KITCHEN = "rooms/kitchen/"
mentions = click("#mentions-button")


def search_for(query: str) -> Act:
    return then(
        click("#search-button"),
        fill("#search-dialog [name=query]", query),
    )


def switcher(text: str) -> Act:
    return then(press("Control+k"), fill(".switcher-text", text))


SCENES = [
    Scene("toolbar", ".message .toolbar", KITCHEN, face),
    Scene(
        "actions",
        "#actions-dialog .menu-item",
        KITCHEN,
        lambda page: last(page).press("Enter"),
    ),
    Scene("pinned", ".message .pin-mark", KITCHEN),
    Scene("pins", "#pins-dialog .kept-row", KITCHEN, say("/pins")),
    Scene("pins-none", "#pins-dialog .found-empty", "rooms/empty/", say("/pins")),
    Scene("saved", "#saved-dialog .kept-row", KITCHEN, say("/saved")),
    Scene("saved-none", "#saved-dialog .found-empty", act=say("/saved"), who="new"),
    Scene("versions", "#versions-dialog .version", KITCHEN, tell_of("versions")),
    Scene("why", "#why-dialog .why-rule", KITCHEN, tell_of("why")),
    Scene(
        "reactions",
        "#reactions-dialog:has(.reaction) .reactor",
        KITCHEN,
        lambda page: last(page).locator(".reaction").first.click(button="right"),
    ),
    Scene(
        "readers",
        "#readers-dialog .readers li",
        KITCHEN,
        lambda page: page.locator(f"{OWN} [data-action=readers]").click(),
    ),
    Scene("chain", "#chain-dialog .found-row", KITCHEN, tell_of("replies")),
    Scene("mentions", "#mentions-dialog .found-row", act=mentions),
    Scene("mentions-none", "#mentions-dialog .found-empty", act=mentions, who="new"),
    Scene(
        "mentioned",
        ".message.concerns",
        act=then(mentions, click("#mentions-dialog .found-row a")),
    ),
    Scene("search-new", "#search-dialog .search-help", act=click("#search-button")),
    Scene("search", "#search-dialog mark", act=search_for("hose")),
    Scene(
        "search-none",
        "#search-dialog .search-state:not(:empty)",
        act=search_for("qqqqq"),
    ),
    Scene("switcher", "#switcher-dialog .switcher-row", act=switcher("")),
    Scene("switcher-found", "#switcher-dialog .switcher-row", act=switcher("e")),
    Scene("switcher-none", ".switcher-empty:not(:empty)", act=switcher("qqqq")),
    Scene("unread", ".unread-place .unread-row", act=click("#all-unread")),
    Scene(
        "unread-none",
        "#unread-dialog .unread-none",
        act=click("#all-unread"),
        who="busy",
    ),
]
