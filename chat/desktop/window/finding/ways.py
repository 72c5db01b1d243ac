"""The ways to what is not in sight: to a place, to what was said, to what is unread."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.search import NEWEST, Hit
from chat.desktop.core.finding.switcher import Act, Ways
from chat.desktop.window.finding.news import NewsWindow
from chat.desktop.window.finding.search import SearchWindow
from chat.desktop.window.finding.switcher import SwitcherView
from chat.desktop.window.pane import Application
from chat.desktop.window.theme.looks import Looks


class Finding:
    """Their windows are of ``parent``, and go with it."""

    def __init__(self, parent: tk.Misc, chat: Chat, app: Application) -> None:
        self._chat = chat
        self._app = app
        self._search = SearchWindow(parent, chat, app.looks, self.lead)
        self._news = NewsWindow(parent, chat, app.looks, app.go)
        self._switcher: SwitcherView | None = None

    def search(self, query: str = "", order: str = NEWEST) -> None:
        """Find what was said."""
        self._search.show(query, order)

    def show_news(self) -> None:
        """Show all that is unread."""
        self._news.show()

    def switch(self, over: tk.Misc, acts: Callable[[], Iterable[Act]]) -> None:
        """Go somewhere, or do something, by a part of its name; ``over`` a window."""
        former, self._switcher = self._switcher, None
        if former is not None and former.winfo_exists():
            former.close()
            return
        ways = Ways(self._app.go, self._app.open_private, self.lead)
        looks = self._app.looks
        self._switcher = SwitcherView(over, self._chat, looks, ways, acts)

    def lead(self, hit: Hit) -> None:
        """Show a message where it was said."""
        place = self._chat.conversations.by_id(hit.conversation)
        if place is None:
            self._app.go(self._chat.direct(hit.place))
        else:
            self._app.found.lead(place, hit.seq)

    def again(self) -> None:
        """What there is to choose from is something else, perhaps."""
        if self._switcher is not None:
            self._switcher.again()

    def paint(self, looks: Looks) -> None:
        """Take the colours of the theme."""
        self._search.paint(looks)
        self._news.paint(looks)


def acts_of(menus: Iterable[tk.Menu]) -> Iterator[Act]:
    """Whatever stands in menus is done as by a click there."""
    for menu in menus:
        last = menu.index("end")
        for at in range(-1 if last is None else last + 1):
            if menu.type(at) in ("command", "radiobutton", "checkbutton"):
                yield str(menu.entrycget(at, "label")), partial(menu.invoke, at)
