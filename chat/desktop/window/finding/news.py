"""All that is unread, by conversation: to be opened, or to be marked read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.reading.news import with_news
from chat.desktop.core.reading.unread import unread_of, unread_text
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.times import clock
from chat.desktop.window.theme.looks import Looks

SIZE, LEAST = (560, 480), (280, 200)
TITLE = "All unread"
# Of each conversation; whoever wants to read more of it opens it.
SHOWN = 10
NONE = "You have read everything."
HINT = "Enter opens one, Delete marks it as read."


class NewsWindow(tk.Toplevel):
    """``go(conversation)`` shows one of them. It is withdrawn until ``show``."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        go: Callable[[Conversation], None],
    ) -> None:
        super().__init__(parent, name="news")
        self.withdraw()
        self.title(TITLE)
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self._chat, self._go = chat, go
        self._make(looks)
        self.protocol("WM_DELETE_WINDOW", self.withdraw)
        self.bind("<Escape>", lambda _: self.withdraw())
        self.paint(looks)

    def show(self) -> None:
        """Show what is unread now."""
        self._fill()
        self.deiconify()
        self.lift()
        self.tree.focus_force()

    def paint(self, looks: Looks) -> None:
        """Take the colours of the theme."""
        looks.paint_window(self)
        self.tree.tag_configure("place", font="ChatBold")
        self.tree.tag_configure("said", foreground=looks.colours["soft"])

    # --- Steps ------------------------------------------------------------------------

    def _make(self, looks: Looks) -> None:
        bar = ttk.Frame(self, name="bar")
        looks.pad(bar, 12, 8)
        self._state = ttk.Label(bar, name="state", style="Small.TLabel")
        self._all = ttk.Button(bar, name="all", text="Mark all as read")
        self._all.configure(command=self._read_all)
        self._all.pack(side="right")
        self._state.pack(side="left")
        bar.pack(side="bottom", fill="x")
        self.tree = ttk.Treeview(self, name="tree", show="tree", selectmode="browse")
        self.tree.pack(fill="both", expand=True, padx=looks.px(8), pady=looks.px(8))
        for event in ("<Return>", "<Double-1>"):
            self.tree.bind(event, lambda _: self._open())
        self.tree.bind("<Delete>", lambda _: self._read())

    def _fill(self) -> None:
        tree, news = self.tree, with_news(self._chat.conversations)
        tree.delete(*tree.get_children())
        for place in news:
            count = unread_text(place.unread)
            label = f"{place.name}  {count} unread"
            row = tree.insert("", "end", place.name, text=label, tags=("place",))
            tree.item(row, open=True)
            for line in self._lines(place):
                tree.insert(row, "end", text=line, tags=("said",))
        if news:
            tree.selection_set(news[0].name)
            tree.focus(news[0].name)
        self._state.configure(text=HINT if news else NONE)
        self._all.state(["!disabled" if news else "disabled"])

    def _lines(self, place: Conversation) -> list[str]:
        """What is unread there, from the first on; as far as it is here."""
        heard = self._chat.attention.is_heard
        messages = place.messages
        left = unread_of(messages, place.read, heard) if messages is not None else []
        return [
            f"{clock(each.at)}  {each.sender}: {' '.join(each.body.split())}"
            for each in left[:SHOWN]
        ]

    def _chosen(self) -> Conversation | None:
        rows = self.tree.selection()
        row = (self.tree.parent(rows[0]) or rows[0]) if rows else ""
        return self._chat.conversations.by_name(row)

    def _open(self) -> str:
        place = self._chosen()
        if place is not None:
            self.withdraw()
            self._go(place)
        return "break"

    def _read(self) -> None:
        place = self._chosen()
        if place is not None:
            self._chat.attention.read_all(place)
            self._fill()

    def _read_all(self) -> None:
        for place in with_news(self._chat.conversations):
            self._chat.attention.read_all(place)
        self._fill()
