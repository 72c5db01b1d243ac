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


def palette(page: Page) -> None:
    message("react")(page)


def emoji(page: Page) -> None:
    palette(page)
    page.click("#palette [data-all]")
    expect(page.locator(".emoji").first).to_be_visible()


def person(page: Page) -> None:
    row = page.locator("#messages .message:not(.own):not(.action)").last
    face(row)
    row.locator("[data-action=person]").click()


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
    Scene("palette", "", who="ada", act=palette),
    Scene("emoji", "", who="ada", act=emoji),
    Scene("person-menu", "", who="ada", act=person),
    Scene(
        "room-menu", "rooms/garden/", who="ada", act=click("[popovertarget=room-menu]")
    ),
    Scene("you-menu", "", who="ada", act=click("[popovertarget=you-menu]")),
    Scene("create", "", who="ada", act=click("[data-dialog=create]")),
    Scene("rooms", "", who="ada", act=click("[data-dialog=rooms]")),
    Scene("write", "", who="ada", act=click("[data-dialog=write]")),
    Scene(
        "topic",
        "rooms/garden/",
        who="ada",
        act=click("[popovertarget=room-menu]", "[data-dialog=topic]"),
    ),
    Scene("delete", "", who="ada", act=message("delete")),
    Scene(
        "blocked", "", who="ada", act=click("[popovertarget=you-menu]", "#blocked-item")
    ),
    Scene("crowd", "", who="ada", act=drawer),
    Scene("many-rooms", "", who="busy", act=drawer),
    Scene("banned", "", who="ada"),
]
CROWDED = {"crowd", "many-rooms"}
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
