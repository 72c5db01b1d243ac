"""What is sent later, and what could not be: each can be changed, sent now, let be."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.history.messages import Event
from chat.desktop.core.sending.later import Later
from chat.desktop.core.times import local
from chat.desktop.window.theme.looks import Looks

SIZE, LEAST = (660, 420), (380, 200)
TITLE = "Sent later"
NONE = "Nothing of yours is to be sent later."
HINT = "Enter changes one, Delete has it not sent."


class ScheduledWindow(tk.Toplevel):
    """``change(one)`` has the person change one of them."""

    def __init__(
        self,
        parent: tk.Misc,
        looks: Looks,
        later: Later,
        change: Callable[[Event], None],
    ) -> None:
        super().__init__(parent, name="scheduled")
        self.title(TITLE)
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self._looks, self._later, self._change = looks, later, change
        self._shown: dict[str, Event] = {}
        self._make()
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<Destroy>", lambda _: later.leave())
        self.bind("<<ThemeChanged>>", lambda _: self._paint())
        self._paint()
        later.look(self._write)
        self.tree.focus_set()

    # --- Making it --------------------------------------------------------------------

    def _make(self) -> None:
        px = self._looks.px
        bar = ttk.Frame(self, name="bar")
        self._looks.pad(bar, 10, 6)
        for name, label, act in (
            ("cancel", "Do not send", self._cancel),
            ("now", "Send now", self._now),
            ("change", "Change …", self._alter),
        ):
            button = ttk.Button(bar, name=name, text=label, style="Small.TButton")
            button.configure(command=act)
            button.pack(side="right", padx=(px(6), 0))
        self._state = ttk.Label(bar, name="state", style="Small.TLabel", text="…")
        self._state.pack(side="left", fill="x", expand=True)
        bar.pack(side="bottom", fill="x")
        columns = ("words", "when")
        self.tree = ttk.Treeview(
            self, name="tree", show="tree", columns=columns, selectmode="browse"
        )
        self.tree.column("#0", width=px(130), stretch=False)
        self.tree.column("words", width=px(200), stretch=True)
        self.tree.column("when", width=px(170), stretch=False, anchor="e")
        scroll = ttk.Scrollbar(self, command=self.tree.yview, takefocus=False)
        self.tree.configure(yscrollcommand=scroll.set)
        scroll.pack(side="right", fill="y")
        self.tree.pack(fill="both", expand=True)
        for event in ("<Return>", "<Double-1>"):
            self.tree.bind(event, lambda _: self._alter())
        self.tree.bind("<Delete>", lambda _: self._cancel())

    def _paint(self) -> None:
        self._looks.paint_window(self)
        self.tree.tag_configure("bad", foreground=self._looks.colours["bad"])

    # --- What it shows ----------------------------------------------------------------

    def _write(self) -> None:
        tree, chosen = self.tree, self._chosen()
        at = tree.index(chosen["id"]) if chosen is not None else 0
        tree.delete(*tree.get_children())
        self._shown = {each["id"]: each for each in self._later.all}
        for id, each in self._shown.items():
            words, when = " ".join(each["body"].split()), local(each["at"])
            tags = ("bad",) if "detail" in each else ()
            if "detail" in each:
                words = f"Not sent: {each['detail']}  {words}"
            values = (words, f"{when:%d %b %Y %H:%M}")
            tree.insert("", "end", id, text=each["name"], values=values, tags=tags)
        self._state.configure(text=HINT if self._shown else NONE)
        rows = tree.get_children()
        if rows:
            row = chosen["id"] if chosen and chosen["id"] in self._shown else ""
            self._choose(row or rows[min(at, len(rows) - 1)])

    def _choose(self, row: str) -> None:
        self.tree.selection_set(row)
        self.tree.focus(row)
        self.tree.see(row)

    def _chosen(self) -> Event | None:
        chosen = self.tree.selection()
        return self._shown.get(chosen[0]) if chosen else None

    # --- What the person does ---------------------------------------------------------

    def _alter(self) -> str:
        one = self._chosen()
        if one is not None:
            self._change(one)
        return "break"

    def _now(self) -> None:
        one = self._chosen()
        if one is not None:
            self._later.change(one["id"], now=True)

    def _cancel(self) -> None:
        one = self._chosen()
        if one is not None:
            self._later.cancel(one["id"])
