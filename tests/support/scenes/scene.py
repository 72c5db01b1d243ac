"""What a scene is, and a chapter of them; the connection of its page can be cut."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.support.servers import Site

Act = Callable[[Page], None]
# A screen, as Playwright's contexts are told of it.
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    # Four hundred per cent of zoom at a window of 1280 × 1024: WCAG 2.2, 1.4.10.
    "zoomed": {"viewport": {"width": 320, "height": 256}},
}


def nothing(page: Page) -> None:
    """The state that a page comes in."""


@dataclass(frozen=True)
class Scene:
    """A state of a page: ``who`` is at it (nobody: ``""``), what they do there, and a
    selector of what ``shows`` that it has come about.

    The selectors tell, too, which dialogs, menus and templates have a scene:
    ``tests/architecture/test_scenes.py`` finds those that have none. Nothing that is
    done depends on the language, or on what other scenes have done before.
    """

    name: str
    shows: str
    path: str = ""
    act: Act = nothing
    who: str = "ada"
    sizes: Collection[str] = tuple(SIZES)
    # A picture of all of the page, and not of what is in view.
    is_long: bool = False
    # Something happens to the connection: it does without the browser's own then.
    by_line: bool = False

    def play(self, page: Page, url: str) -> None:
        if self.by_line:
            page.route_web_socket("**/ws/", Line.of(page).connect)
        page.goto(url + quote(self.path, safe="/?=%"))
        if page.locator("#state").count():
            state = page.locator("#state[data-state=connected]")
            expect(state).to_be_attached()
        self.act(page)
        shown = page.locator(self.shows).filter(visible=True)
        expect(shown.first).to_be_visible()


@dataclass(frozen=True)
class Chapter:
    """Scenes that take place amid the same people."""

    name: str
    scenes: list[Scene]
    amid: Callable[[Site], AbstractContextManager[None]]


class Line:
    """The connection of a page, which can be cut, and on which anything can be told."""

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

    def tell(self, event: dict[str, Any]) -> None:
        """As if the server had said it."""
        self._socket.send(json.dumps(event))
