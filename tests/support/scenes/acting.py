"""What somebody does at a page, whatever its language and its size."""

import itertools

from playwright.sync_api import Locator, Page, expect

from tests.support.scenes.scene import Act, Line

OWN = "#messages .message.own"
OTHERS = "#messages .message:not(.own):not(.action)"


def then(*acts: Act) -> Act:
    """One after the other."""

    def act(page: Page) -> None:
        for each in acts:
            each(page)

    return act


# --- At the page ----------------------------------------------------------------------


def click(*selectors: str) -> Act:
    """One after the other, in the drawer where it is closed."""

    def act(page: Page) -> None:
        for selector in selectors:
            if page.locator(f"#sidebar {selector}").count():
                drawer(page)
            page.locator(selector).filter(visible=True).first.click()

    return act


def drawer(page: Page) -> None:
    button = page.locator("[data-drawer=open]")
    if button.is_visible() and not page.locator(".drawer-is-open").count():
        button.click()


def press(*keys: str) -> Act:
    def act(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return act


def fill(selector: str, text: str) -> Act:
    return lambda page: page.locator(selector).filter(visible=True).first.fill(text)


def typed(text: str) -> Act:
    return lambda page: page.fill("#composer-text", text)


def begun(text: str) -> Act:
    """Something is begun that can be ended: a list of what it may be lies above."""
    return lambda page: page.locator("#composer-text").press_sequentially(text)


def say(text: str) -> Act:
    def act(page: Page) -> None:
        page.fill("#composer-text", text)
        page.press("#composer-text", "Enter")

    return act


def there(selector: str) -> Act:
    """Wait for it."""
    return lambda page: expect(
        page.locator(selector).filter(visible=True).first
    ).to_be_visible()


# --- With a message -------------------------------------------------------------------


def last(page: Page, which: str = OWN) -> Locator:
    """The last message, in the middle of what is shown, with the focus."""
    row = page.locator(f"{which}[data-seq]:not(.waiting)").last
    row.focus()
    row.evaluate("row => row.scrollIntoView({ block: 'center' })")
    return row


def face(page: Page) -> None:
    last(page)


def message(action: str, which: str = OWN) -> Act:
    """What the toolbar of the last message has."""
    return lambda page: (
        last(page, which).locator(f"[data-action={action}]").first.click()
    )


def tell_of(verb: str, which: str = OWN) -> Act:
    """A line with a slash, about the last message."""

    def act(page: Page) -> None:
        seq = last(page, which).get_attribute("data-seq")
        say(f"/{verb} {seq}")(page)

    return act


def said(text: str) -> Act:
    """Say it, and wait until it stands there."""

    def act(page: Page) -> None:
        rows = page.locator("#messages .message:not(.waiting)")
        before = rows.count()
        say(text)(page)
        expect(rows).to_have_count(before + 1)

    return act


# --- Files ----------------------------------------------------------------------------

PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF plan"}
TUNE = {"name": "a tune.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3" + bytes(99)}


def sharing(page: Page) -> None:
    """A picture of the page, a tune and a plan are about to be shared."""
    page.fill("#composer-text", "What I see, and what we plan")
    page.click("#composer .share-button")
    view = {"name": "view.png", "mimeType": "image/png", "buffer": page.screenshot()}
    dialog = page.locator("#sharing-dialog")
    dialog.locator("[name=files]").set_input_files([view, TUNE, PLAN])
    dialog.locator(".sharing-alt").first.fill("A conversation, and who is in it")
    expect(dialog.locator(".sharing-row")).to_have_count(3)


# As another app does, by the page's worker.
SHARE = """async () => {
    const { serviceWorker } = navigator;
    const come = new Promise((resolve) => {
        serviceWorker.addEventListener("controllerchange", resolve);
    });
    if (!serviceWorker.controller) await come;
    const form = document.createElement("form");
    const how = { action: "/share/", method: "post", enctype: "multipart/form-data" };
    Object.assign(form, how);
    const words = document.createElement("input");
    Object.assign(words, { name: "text", value: "What grows there" });
    form.append(words);
    document.body.append(form);
    form.submit();
}"""


def share(page: Page) -> None:
    page.evaluate(SHARE)
    expect(page.locator("#share-dialog")).to_be_visible()


def shared(page: Page) -> None:
    pictures = page.locator("#messages .file-picture img")
    before = pictures.count()
    sharing(page)
    page.click("#sharing-dialog [type=submit]")
    expect(pictures).to_have_count(before + 1)
    expect(pictures.last).to_have_js_property("complete", True)
    expect(page.locator("#sharing-dialog")).to_be_hidden()


def looked_at(page: Page) -> None:
    shared(page)
    page.locator("#messages .file-picture").last.click()


# --- Rooms and people -----------------------------------------------------------------


def new_room(page: Page) -> None:
    """One of their own, of another name each time."""
    name = f"new-{next(_NUMBERS)}"
    click("[data-dialog=create]")(page)
    page.fill("#create-dialog [name=name]", name)
    page.keyboard.press("Enter")
    expect(page.locator("#conversation-name")).to_have_text(f"#{name}")


_NUMBERS = itertools.count(1)


def ask_for_members(page: Page) -> None:
    """By the menu where the name needs the room of the button."""
    button = page.locator(".members-button")
    if button.is_visible():
        return button.click()
    page.click(".room-more")
    return page.click("#members-item")


def members(page: Page) -> None:
    ask_for_members(page)
    expect(page.locator(".members-list a").nth(1)).to_be_visible()


def member(*acts: str) -> Act:
    """What can be done with bob in the room, and the first of it."""
    steps = [click(f"#profile-card [data-act={each}]") for each in acts]
    return then(
        members,
        click(".members-list [data-name=bob]"),
        there("#profile-card [data-act=ban]"),
        *steps,
    )


def room_settings(*acts: str) -> Act:
    steps = [click(f"#room-settings-dialog [data-act={each}]") for each in acts]
    return then(click(".room-more", "#room-settings-item"), *steps)


def moderation(tab: str, *acts: str) -> Act:
    def act(page: Page) -> None:
        click("#moderation-button", f"#moderation-dialog [data-tab={tab}]")(page)
        part = page.locator(f"#moderation-{tab}")
        expect(part.locator("li, .found-empty:not([hidden])").first).to_be_visible()
        for each in acts:
            part.locator(f"[data-act={each}]").first.click()

    return act


# --- The line -------------------------------------------------------------------------


def cut(page: Page) -> None:
    Line.of(page).cut()
    expect(page.locator("#state")).to_have_attribute("data-state", "reconnecting")


def told(**event: object) -> Act:
    """The server says that."""
    return lambda page: Line.of(page).tell(event)


def away(address: str) -> Act:
    """Nothing is there any more."""
    gone = {"status": 404, "body": ""}
    return lambda page: page.route(address, lambda route: route.fulfill(**gone))
