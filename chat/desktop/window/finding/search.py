"""Finds what was said, in a window of its own that stays beside what it leads to."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.search import NEWEST, ORDERS, Hit, Search
from chat.desktop.window.finding.hits import HitList
from chat.desktop.window.theme.looks import Looks

SIZE, LEAST = (560, 560), (280, 240)
TYPING_MS = 250
TITLE = "Find what was said"
HINT = "Words, from:ada in:#dev before:2026-01-31 has:file is:pinned"


class SearchWindow(tk.Toplevel):
    """``lead(hit)`` shows a message where it was said. Withdrawn until ``show``."""

    def __init__(
        self, parent: tk.Misc, chat: Chat, looks: Looks, lead: Callable[[Hit], None]
    ) -> None:
        super().__init__(parent, name="search")
        self.withdraw()
        self.title(TITLE)
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self._search = Search(chat.requests, chat.conversations.blocks, self._changed)
        self._order = tk.StringVar(self, NEWEST)
        self._typed = tk.StringVar(self)
        self._due = ""
        self._make(looks, lead)
        self.protocol("WM_DELETE_WINDOW", self.withdraw)
        self.bind("<Escape>", lambda _: self.withdraw())
        self.paint(looks)

    def show(self, query: str = "", order: str = NEWEST) -> None:
        """Look for something; where nothing is said, go on with what was looked for."""
        if query:
            self._typed.set(query)
            self._order.set(order)
            self._begin()
        self.deiconify()
        self.lift()
        self._entry.focus_force()
        self._entry.selection_range(0, "end")

    def paint(self, looks: Looks) -> None:
        """Take the colours of the theme."""
        looks.paint_window(self)
        self._hits.paint(looks)

    # --- Steps ------------------------------------------------------------------------

    def _make(self, looks: Looks, lead: Callable[[Hit], None]) -> None:
        bar = ttk.Frame(self, name="bar")
        looks.pad(bar, 12, 12, 12, 6)
        self._entry = ttk.Entry(bar, name="entry", textvariable=self._typed)
        self._entry.configure(font="TkTextFont")
        self._entry.pack(fill="x")
        hint = ttk.Label(bar, name="hint", text=HINT, style="Small.TLabel")
        hint.pack(fill="x", pady=(looks.px(4), 0))
        orders = ttk.Frame(bar, name="orders")
        for order, label in ORDERS.items():
            button = ttk.Radiobutton(orders, name=order, text=label, value=order)
            button.configure(variable=self._order, command=self._begin)
            button.pack(side="left", padx=(0, looks.px(12)))
        self._state = ttk.Label(orders, name="state", style="Small.TLabel")
        self._state.pack(side="right")
        orders.pack(fill="x", pady=(looks.px(6), 0))
        bar.pack(fill="x")
        self._hits = HitList(
            self, open=lead, more=self._search.go_on, up=self._entry.focus_set
        )
        self._hits.pack(fill="both", expand=True, padx=(looks.px(2), 0))
        self._typed.trace_add("write", lambda *_: self._soon())
        self._entry.bind("<Return>", lambda _: self._begin())
        self._entry.bind("<Down>", lambda _: self._hits.begin())

    def _soon(self) -> None:
        """Look once nobody types any more."""
        if self._due:
            self.after_cancel(self._due)
        self._due = self.after(TYPING_MS, self._begin)

    def _begin(self) -> None:
        if self._due:
            self.after_cancel(self._due)
        self._due = ""
        about = self._typed.get().strip(), self._order.get()
        if about != (self._search.query, self._search.order):
            self._search.begin(*about)

    def _changed(self) -> None:
        if self.winfo_exists():
            self._state.configure(text=self._search.state)
            self._hits.show(self._search.hits)
