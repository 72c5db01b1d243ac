"""The list of what can end what is begun, above where it is written."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from chat.desktop.core.writing.sources import Entry
from chat.desktop.window.theme.looks import Looks

WIDTH, NAME_WIDTH = 600, 190


class CompletionList(ttk.Frame):
    """``chosen(place)`` with a click; the keyboard stays where is written.

    ``at``: which one is marked; ``is_moved``: somebody has marked another one than the
    first.
    """

    def __init__(
        self, above: tk.Widget, looks: Looks, chosen: Callable[[int], object]
    ) -> None:
        super().__init__(above.master, name="completion", style="Raised.TFrame")
        self._above = above
        self._looks = looks
        self._chosen = chosen
        self.at, self.is_moved = 0, False
        self.tree = ttk.Treeview(
            self, name="tree", show="tree", columns=("about",), selectmode="browse"
        )
        # Without the keys and clicks of a list of its own, which would take the focus.
        self.tree.bindtags((str(self.tree), "all"))
        self.tree.bind("<Button-1>", self._clicked)
        self.tree.pack(fill="both", expand=True, padx=1, pady=1)

    @property
    def is_open(self) -> bool:
        return bool(self.winfo_manager())

    def show(self, entries: Sequence[Entry], *, stays: bool) -> None:
        """Show them; ``stays``: there are only more of them than before."""
        if not entries:
            self.close()
            return
        if not stays:
            self.at, self.is_moved = 0, False
        self.tree.delete(*self.tree.get_children())
        for place, entry in enumerate(entries):
            self.tree.insert("", "end", str(place), text=entry.name)
            self.tree.set(str(place), "about", entry.about)
        self._place(len(entries), any(entry.about for entry in entries))
        self._mark()

    def close(self) -> None:
        self.place_forget()

    def step(self, by: int) -> None:
        """Mark the next one, or the one before, and round."""
        self.at = (self.at + by) % len(self.tree.get_children())
        self.is_moved = True
        self._mark()

    def _place(self, count: int, has_about: bool) -> None:
        room = max(1, self._above.winfo_width() - self._looks.px(24))
        width = min(self._looks.px(WIDTH), room)
        name = min(self._looks.px(NAME_WIDTH), width // 2) if has_about else width
        self.tree.configure(height=count)
        self.tree.column("#0", width=name, stretch=not has_about)
        self.tree.column("about", width=max(1, width - name), stretch=has_about)
        # What is above is not moved by it.
        self.place(in_=self._above, x=self._looks.px(12), y=0, anchor="sw", width=width)
        self.lift()

    def _mark(self) -> None:
        self.tree.selection_set(str(self.at))

    def _clicked(self, event: tk.Event[tk.Misc]) -> str:
        if row := self.tree.identify_row(event.y):
            self._chosen(int(row))
        return "break"
