"""A window with a list of messages, of which each leads to where it was said."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.finding.found import Came, Found, Page
from chat.desktop.core.times import local
from chat.desktop.window.theme.looks import Looks

SIZE, LEAST = (620, 420), (280, 180)
WHO_WIDTH, WHEN_WIDTH = 170, 170
LEAD = "Enter leads to a message."
OFF = "Delete takes it off the list."


class FoundWindow(tk.Toplevel):
    """``ask(before, came)`` has a page told; ``lead(found)`` goes to a message;
    ``off(found)``, if there is such a thing, takes one off the list.
    """

    def __init__(
        self,
        root: tk.Misc,
        looks: Looks,
        *,
        name: str,
        title: str,
        none: str,
        ask: Callable[[int | None, Came], None],
        lead: Callable[[Found], None],
        off: Callable[[Found], None] | None = None,
        marked: int = 0,
    ) -> None:
        super().__init__(root, name=name)
        self.title(title)
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self._looks, self._none = looks, none
        self._ask, self._lead, self._off = ask, lead, off
        self._marked = marked
        self._rows: dict[str, Found] = {}
        self._next: int | None = None
        self._make()
        self._ask(None, self._came)
        self.tree.focus_set()

    def paint(self) -> None:
        """Take the colours of the theme."""
        self._looks.paint_window(self)
        self.tree.tag_configure("gone", foreground=self._looks.colours["faint"])
        self.tree.tag_configure("marked", font="ChatBold")

    # --- Making it --------------------------------------------------------------------

    def _make(self) -> None:
        bar = ttk.Frame(self, name="bar")
        self._looks.pad(bar, 10, 6)
        self._state = ttk.Label(bar, name="state", style="Small.TLabel", text="…")
        self._more = ttk.Button(bar, name="more", text="More", command=self._go_on)
        self._state.pack(side="left", fill="x", expand=True)
        bar.pack(side="bottom", fill="x")
        columns = ("words", "when")
        self.tree = ttk.Treeview(
            self, name="tree", show="tree", columns=columns, selectmode="browse"
        )
        px = self._looks.px
        self.tree.column("#0", width=px(WHO_WIDTH), stretch=False)
        self.tree.column("words", width=px(200), stretch=True)
        self.tree.column("when", width=px(WHEN_WIDTH), stretch=False, anchor="e")
        scroll = ttk.Scrollbar(self, command=self.tree.yview, takefocus=False)
        self.tree.configure(yscrollcommand=scroll.set)
        scroll.pack(side="right", fill="y")
        self.tree.pack(fill="both", expand=True)
        for event in ("<Return>", "<Double-1>"):
            self.tree.bind(event, lambda _: self._open())
        self.tree.bind("<Delete>", lambda _: self._take_off())
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<<ThemeChanged>>", lambda _: self.paint())
        self.paint()

    # --- What it shows ----------------------------------------------------------------

    def _came(self, page: Page) -> None:
        if not self.winfo_exists():
            return
        for found in page.found:
            self._add(found)
        self._next = page.next
        if self._next is None:
            self._more.pack_forget()
        else:
            self._more.pack(side="right")
        self._tell()

    def _add(self, found: Found) -> None:
        row = f"{found.conversation}/{found.seq}"
        if row in self._rows:
            return
        self._rows[row] = found
        who = "  ".join(filter(None, (found.place, found.sender)))
        words = f"{found.words}   ({found.note})" if found.note else found.words
        when = f"{local(found.at):%d %b %Y %H:%M}"
        tags = ["gone"] * (not found.leads) + ["marked"] * (found.seq == self._marked)
        self.tree.insert("", "end", row, text=who, values=(words, when), tags=tags)
        if not self.tree.selection() or found.seq == self._marked:
            self._choose(row)

    def _choose(self, row: str) -> None:
        self.tree.selection_set(row)
        self.tree.focus(row)
        self.tree.see(row)

    def _tell(self) -> None:
        hints = [LEAD] + [OFF] * (self._off is not None)
        self._state.configure(text=" ".join(hints) if self._rows else self._none)

    def _chosen(self) -> Found | None:
        chosen = self.tree.selection()
        return self._rows.get(chosen[0]) if chosen else None

    # --- What the person does ---------------------------------------------------------

    def _open(self) -> str:
        found = self._chosen()
        if found is not None and found.leads:
            self.destroy()
            self._lead(found)
        return "break"

    def _take_off(self) -> None:
        found = self._chosen()
        if found is None or self._off is None:
            return
        row = f"{found.conversation}/{found.seq}"
        near = self.tree.next(row) or self.tree.prev(row)
        self._off(found)
        self.tree.delete(row)
        del self._rows[row]
        if near:
            self._choose(near)
        self._tell()

    def _go_on(self) -> None:
        if self._next is not None:
            self._ask(self._next, self._came)
