"""What ``screenshots.py`` takes pictures of: every page, every state of the chat."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

import uvloop
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.support.crowd import Browser, cookie
from tests.support.servers import Site

Act = Callable[[Page], None]
# How many rooms somebody has, and how many people are here, where it is crowded.
ROOMS, PEOPLE = 300, 500
# From there on conversations can stand side by side.
WIDE = 1100
CODE = "```py\n# adds one\ndef f(x):\n    return x + 1\n```"


@dataclass(frozen=True)
class Scene:
    """A page, who is at it (nobody: ``""``), and what is done there."""

    name: str
    path: str
    who: str = ""
    act: Act = lambda page: None
    # Of all of the page, and not of what is in view.
    is_long: bool = False

    def play(self, page: Page, url: str) -> None:
        page.route_web_socket("**/ws/", Line.of(page).connect)
        page.goto(url + quote(self.path, safe="/?=%"))
        if page.locator("#state").count():
            state = page.locator("#state[data-state=connected]")
            expect(state).to_be_attached()
        self.act(page)


# --- What is done ---------------------------------------------------------------------


class Line:
    """The connection of a page, which can be cut."""

    _lines: ClassVar[WeakKeyDictionary[Page, Line]] = WeakKeyDictionary()

    def __init__(self) -> None:
        self._is_cut = False
        self._socket: WebSocketRoute | None = None

    @classmethod
    def of(cls, page: Page) -> Line:
        return cls._lines.setdefault(page, cls())

    def connect(self, socket: WebSocketRoute) -> None:
        if self._is_cut:
            return socket.close(code=1001)
        self._socket = socket
        socket.connect_to_server()

    def cut(self) -> None:
        self._is_cut = True
        self._socket.close(code=1001)


def cut(page: Page) -> None:
    Line.of(page).cut()
    expect(page.locator("#state")).to_have_attribute("data-state", "reconnecting")


def offline(page: Page) -> None:
    cut(page)
    page.context.set_offline(True)
    say("Written on the train")(page)
    say("I send it when there is a line again.")(page)


def failed(page: Page) -> None:
    """The page keeps what was refused, and says why."""
    page.evaluate("""() => {
        const boot = JSON.parse(document.getElementById("boot").textContent);
        const id = crypto.randomUUID(), to = boot.current.id, name = "#lobby";
        const error = { code: "muted", detail: "You may not write for a while." };
        const post = { id, to, name, body: "This was refused.", error };
        Object.assign(post, { made: Date.now(), owner: "gone" });
        const key = `chatsite.outbox.${boot.you.id}.${id}`;
        localStorage.setItem(key, JSON.stringify(post));
    }""")
    page.reload()
    expect(page.locator(".message.failed")).to_be_attached()


def say(text: str) -> Act:
    def act(page: Page) -> None:
        page.fill("#composer-text", text)
        page.press("#composer-text", "Enter")

    return act


def typed(text: str) -> Act:
    return lambda page: page.fill("#composer-text", text)


def click(*selectors: str) -> Act:
    """One after the other, in the drawer where it is closed."""

    def act(page: Page) -> None:
        for selector in selectors:
            found = page.locator(selector).first
            if page.locator(f"#sidebar {selector}").count():
                drawer(page)
            found.click()

    return act


def drawer(page: Page) -> None:
    button = page.locator("[data-drawer=open]")
    if button.is_visible() and not page.locator(".drawer-is-open").count():
        button.click()


def message(action: str) -> Act:
    """What can be done with the last message of one's own."""

    def act(page: Page) -> None:
        row = page.locator("#messages .message.own").last
        face(row)
        row.locator(f"[data-action={action}]").click()

    return act


def face(row: Locator) -> None:
    """Look at it, in the middle of what is shown."""
    row.focus()
    row.evaluate("row => row.scrollIntoView({ block: 'center' })")


def pinned(page: Page) -> None:
    """The last message of one's own, and the list of those that are."""
    row = page.locator("#messages .message.own").last
    face(row)
    row.press("Enter")
    page.locator("#actions-dialog button", has_text="Pin for").click()
    expect(row.locator(".pin-mark")).to_be_visible()
    page.click("#pins-button")
    expect(page.locator(".kept-row")).to_be_attached()


def saved(page: Page) -> None:
    row = page.locator("#messages .message.own").last
    face(row)
    row.press("Control+s")
    drawer(page)
    page.click("[popovertarget=you-menu]")
    page.click("#saved-item")
    expect(page.locator("#saved-dialog .kept-row").first).to_be_attached()


def later(page: Page) -> None:
    page.fill("#composer-text", "Who waters the tomatoes tomorrow?")
    page.press("#composer-text", "Alt+Enter")
    expect(page.locator(".later-choice").first).to_be_focused()


def scheduled(page: Page) -> None:
    later(page)
    page.keyboard.press("Enter")
    expect(page.locator("#later-line")).to_be_visible()
    page.click("#later-line")
    expect(page.locator(".scheduled-row").first).to_be_visible()


def rescheduled(page: Page) -> None:
    scheduled(page)
    page.locator(".scheduled-row [data-act=edit]").first.click()


def chain(page: Page) -> None:
    message("reply")(page)
    say("That is my answer")(page)
    row = page.locator("#messages .message.own[data-seq]", has_text="my answer").last
    expect(row.locator(".quote")).to_be_visible()
    row.press("Enter")
    page.click("#actions-dialog button:has-text('Show the replies')")
    expect(page.locator("#chain-dialog .found-row")).to_have_count(2)


def palette(page: Page) -> None:
    message("react")(page)


def emoji(page: Page) -> None:
    palette(page)
    page.click("#palette [data-all]")
    expect(page.locator(".emoji").first).to_be_visible()


def begun(text: str) -> Act:
    """Something is begun that can be ended: a list of what it may be lies above."""

    def act(page: Page) -> None:
        page.locator("#composer-text").press_sequentially(text)
        expect(page.locator("#completion")).to_be_visible()


def search_for(query: str) -> Act:
    """What is found by that."""

    def act(page: Page) -> None:
        page.locator("#search-button").click()
        page.locator("#search-dialog [name=query]").fill(query)
        expect(page.locator("#search-dialog mark").first).to_be_visible()

    return act


def formatting(page: Page) -> None:
    page.fill("#composer-text", "**bold**, `code` and\n> a quote")
    page.click("#composer [data-aid=format]")
    page.click("[data-act=preview]")
    expect(page.locator(".preview blockquote")).to_be_visible()


def help_on_writing(page: Page) -> None:
    formatting(page)
    page.click("[data-act=help]")


def mentions(page: Page) -> None:
    click("#mentions-button")(page)
    expect(page.locator("#mentions-dialog .found-row").first).to_be_visible()


def mentioned(page: Page) -> None:
    mentions(page)
    page.locator("#mentions-dialog .found-row a").first.click()
    expect(page.locator(".message.concerns").first).to_be_in_viewport()


def person(page: Page) -> None:
    row = page.locator("#messages .message:not(.own):not(.action)").last
    face(row)
    row.locator("[data-action=person]").click()
    expect(page.locator(".card-room").first).to_be_visible()


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

    def act(page: Page) -> None:
        members(page)
        page.click(".members-list [data-name=bob]")
        expect(page.locator("#profile-card [data-act=ban]")).to_be_visible()
        for each in acts:
            page.click(f"#profile-card [data-act={each}]")

    return act


def room_settings(page: Page) -> None:
    page.click(".room-more")
    page.click("#room-settings-item")
    expect(page.locator("#room-settings-dialog")).to_be_visible()


def moderation(tab: str, *acts: str) -> Act:
    def act(page: Page) -> None:
        page.evaluate("document.getElementById('moderation-button').click()")
        page.click(f"#moderation-dialog [data-tab={tab}]")
        part = page.locator(f"#moderation-{tab}")
        expect(part.locator("li, .found-empty:not([hidden])").first).to_be_visible()
        for each in acts:
            part.locator(f"[data-act={each}]").first.click()

    return act


def members_found(text: str) -> Act:
    def act(page: Page) -> None:
        members(page)
        page.fill(".members-filter", text)
        expect(page.locator(".members-state")).not_to_be_empty()

    return act


def members_away(page: Page) -> None:
    """Before they were asked for, the line was cut."""
    cut(page)
    ask_for_members(page)
    expect(page.locator(".members-state")).not_to_be_empty()


def side_by_side(page: Page) -> None:
    """As many as there is room for."""
    for name in ("#garden", "#board"):
        link = page.locator(f"#conversations [data-conversation-name='{name}']")
        if (page.viewport_size or {}).get("width", 0) >= WIDE:
            link.click(modifiers=["Control"])
            expect(page.locator(".is-current .conversation-name")).to_have_text(name)


def switcher(text: str) -> Act:
    def act(page: Page) -> None:
        page.keyboard.press("Control+k")
        page.locator(".switcher-text").fill(text)
        expect(page.locator(".switcher-row").first).to_be_visible()

    return act


def poll(page: Page) -> None:
    before = page.locator(".poll").count()
    say("/poll many Which days suit you? | Monday | Tuesday evening | The weekend")(
        page
    )
    expect(page.locator(".message:not(.waiting) .poll")).to_have_count(before + 1)
    its = page.locator(".message:not(.waiting)").last.locator(".poll-option")
    expect(its).to_have_count(3)
    for option in its.all()[-2:]:
        option.click()
        expect(option).to_have_attribute("aria-checked", "true")
    expect(page.locator(".poll-about").last).to_have_text("1 person has voted.")


def voters(page: Page) -> None:
    poll(page)
    page.locator("[data-action=voters]").last.click()
    expect(page.locator(".voters-list li").first).to_be_visible()


def new_poll(page: Page) -> None:
    say("/poll")(page)
    expect(page.locator("#poll-dialog [name=text]")).to_be_focused()


def sharing(page: Page) -> None:
    """A picture of the page, and another file, are about to be shared."""
    page.fill("#composer-text", "What I see, and what we plan")
    page.click("#composer .share-button")
    picture = {"name": "view.png", "mimeType": "image/png"}
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF plan"}
    dialog = page.locator("#sharing-dialog")
    dialog.locator("[name=files]").set_input_files(
        [{**picture, "buffer": page.screenshot()}, plan]
    )
    dialog.locator(".sharing-alt").first.fill("A conversation, and who is in it")
    expect(dialog.locator(".sharing-row")).to_have_count(2)


def shared(page: Page) -> None:
    sharing(page)
    page.click("#sharing-dialog [type=submit]")
    picture = page.locator("#messages .file-picture img").last
    expect(picture).to_have_js_property("complete", True)


def settings(page: Page) -> None:
    page.keyboard.press("Control+,")
    expect(page.locator("#settings-dialog .setting").first).to_be_visible()


def sign_up_wrongly(page: Page) -> None:
    for field in page.locator("form .field input").all():
        field.fill("1")
    page.click("main button[type=submit]")


def log_in_wrongly(page: Page) -> None:
    form = page.locator("form[action='/login/']")
    for field in form.locator(".field input").all():
        field.fill("nobody")
    form.locator("button[type=submit]").click()


def come_without_cookies(page: Page) -> None:
    page.fill("#guest-name", "somebody")
    page.context.clear_cookies()
    page.press("#guest-name", "Enter")
    expect(page.locator(".problem")).to_be_visible()


SCENES = [
    Scene("login", "login/", is_long=True),
    Scene("login-wrong", "login/", act=log_in_wrongly, is_long=True),
    Scene("admin-login", "admin/", is_long=True),
    Scene("signup", "signup/", is_long=True),
    Scene("signup-wrong", "signup/", act=sign_up_wrongly, is_long=True),
    Scene("password", "password/", who="ada", is_long=True),
    Scene("desktop-client", "desktop/", is_long=True),
    Scene("nothing-here", "rooms/nowhere/", who="ada"),
    Scene("too-old", "login/", act=come_without_cookies),
    Scene("lobby", "", who="ada"),
    Scene("drawer", "", who="ada", act=drawer),
    Scene("invited", "", who="new", act=drawer),
    Scene("empty", "rooms/empty/", who="ada"),
    Scene("private", "rooms/board/", who="ada"),
    Scene("direct", "direct/bob/", who="ada"),
    Scene("not-joined", "rooms/not-joined/", who="ada"),
    Scene("long-texts", "rooms/long-texts/", who="ada"),
    Scene("long-name", "direct/Wolfeschlegelsteinhausenberger/", who="ada"),
    Scene(
        "typed", "rooms/garden/", who="ada", act=typed("One\nTwo\nThree\nFour\nFive")
    ),
    Scene("too-long", "rooms/garden/", who="ada", act=typed("W" * 4100)),
    Scene("offline", "", who="ada", act=offline),
    Scene("reconnecting", "", who="ada", act=cut),
    Scene("failed", "", who="ada", act=failed),
    Scene("editing", "", who="ada", act=message("edit")),
    Scene("replying", "", who="ada", act=message("reply")),
    Scene("chain", "", who="ada", act=chain),
    Scene("permalink", "rooms/lobby/3/", who="ada"),
    Scene("palette", "", who="ada", act=palette),
    Scene("emoji", "", who="ada", act=emoji),
    Scene("completion", "rooms/garden/", who="ada", act=begun("Hello @")),
    Scene("commands", "rooms/garden/", who="ada", act=begun("/")),
    Scene("formatting", "rooms/garden/", who="ada", act=formatting),
    Scene("help-on-writing", "rooms/garden/", who="ada", act=help_on_writing),
    Scene("person", "", who="ada", act=person),
    Scene("members", "", who="ada", act=members),
    Scene("member", "rooms/garden/", who="ada", act=member()),
    Scene("kick", "rooms/garden/", who="ada", act=member("kick")),
    Scene("ban", "rooms/garden/", who="ada", act=member("ban")),
    Scene("room-settings", "rooms/garden/", who="ada", act=room_settings),
    Scene("room-settings-read", "", who="ada", act=room_settings),
    Scene("moderation-reports", "rooms/garden/", who="ada", act=moderation("reports")),
    Scene("moderation-held", "rooms/garden/", who="ada", act=moderation("held")),
    Scene("moderation-people", "rooms/garden/", who="chief", act=moderation("people")),
    Scene("moderation-acts", "rooms/garden/", who="chief", act=moderation("acts")),
    Scene(
        "moderation-doing",
        "rooms/garden/",
        who="chief",
        act=moderation("reports", "person"),
    ),
    Scene("members-found", "", who="ada", act=members_found("zzz")),
    Scene("members-away", "", who="ada", act=members_away),
    Scene("members-crowd", "", who="ada", act=members),
    Scene("side-by-side", "", who="ada", act=side_by_side),
    Scene("switcher", "", who="ada", act=switcher("")),
    Scene("switcher-found", "", who="ada", act=switcher("e")),
    Scene("settings", "", who="ada", act=settings),
    Scene("poll", "rooms/garden/", who="ada", act=poll),
    Scene("poll-voters", "rooms/garden/", who="ada", act=voters),
    Scene("poll-new", "rooms/garden/", who="ada", act=new_poll),
    Scene("sharing", "rooms/garden/", who="ada", act=sharing),
    Scene("shared", "rooms/garden/", who="ada", act=shared),
    Scene(
        "room-menu", "rooms/garden/", who="ada", act=click("[popovertarget=room-menu]")
    ),
    Scene("you-menu", "", who="ada", act=click("[popovertarget=you-menu]")),
    Scene("create", "", who="ada", act=click("[data-dialog=create]")),
    Scene("rooms", "", who="ada", act=click("[data-dialog=rooms]")),
    Scene("write", "", who="ada", act=click("[data-dialog=write]")),
    Scene("unread", "", who="ada", act=click("#all-unread")),
    Scene("mentions", "", who="ada", act=mentions),
    Scene("mentioned", "", who="ada", act=mentioned),
    Scene("search", "", who="ada", act=search_for("hose")),
    Scene(
        "topic",
        "rooms/garden/",
        who="ada",
        act=click("[popovertarget=room-menu]", "[data-dialog=topic]"),
    ),
    Scene("delete", "", who="ada", act=message("delete")),
    Scene("pinned", "", who="ada", act=pinned),
    Scene("saved", "", who="ada", act=saved),
    Scene("later", "rooms/garden/", who="ada", act=later),
    Scene("scheduled", "rooms/garden/", who="ada", act=scheduled),
    Scene("rescheduled", "rooms/garden/", who="ada", act=rescheduled),
    Scene("code", "rooms/garden/", who="ada", act=say(CODE)),
    Scene(
        "blocked", "", who="ada", act=click("[popovertarget=you-menu]", "#blocked-item")
    ),
    Scene("crowd", "", who="ada", act=drawer),
    Scene("many-rooms", "", who="busy", act=drawer),
    Scene("banned", "", who="ada"),
]
CROWDED = {"crowd", "many-rooms", "members-crowd"}
COMPANY = ["bob", "grace", "noor", "linus", "zoe"]
CROWD = [f"p{number}" for number in range(PEOPLE)]


@contextlib.contextmanager
def company(site: Site, names: list[str]) -> Iterator[None]:
    """They are here meanwhile."""
    done, ready = threading.Event(), threading.Event()
    thread = threading.Thread(
        target=uvloop.run, args=[_be_here(site, names, ready, done)]
    )
    thread.start()
    ready.wait(60)
    yield
    done.set()
    thread.join()


async def _be_here(
    site: Site, names: list[str], ready: threading.Event, done: threading.Event
) -> None:
    people = [Browser(cookie(name)) for name in names]
    for each in people:
        await each.arrive(site.web)
    ready.set()
    while not done.is_set():
        await asyncio.sleep(0.2)
    for each in people:
        await each.cut()
