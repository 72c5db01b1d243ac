"""One line over a window that leads everywhere, with what fits below it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable
from contextlib import suppress
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.finding.places import Place
from chat.desktop.core.finding.switcher import Act, Switcher, Ways
from chat.desktop.core.reading.unread import Sign, sign_of
from chat.desktop.window.shortcuts import KEY
from chat.desktop.window.theme.looks import Looks

WIDTH, ROWS = 540, 10
NOTHING = "Nothing of that name."
HINT = "# rooms   @ people   > what can be done"
STEPS = {"Up": -1, "Down": 1, "Prior": -8, "Next": 8}


class SwitcherView(ttk.Frame):
    """Lies over ``parent`` until something is chosen, or the keyboard has gone."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        ways: Ways,
        acts: Callable[[], Iterable[Act]],
    ) -> None:
        super().__init__(parent, name="switcher", style="Raised.TFrame")
        looks.pad(self, 10)
        self._chat = chat
        self._core = Switcher(chat, ways, acts, self._show)
        self._typed = tk.StringVar(self)
        self._former: tk.Misc | None = None
        with suppress(KeyError):  # a menu that Tk has made itself
            self._former = self.focus_get()
        self._entry = ttk.Entry(self, name="entry", textvariable=self._typed)
        self._make(looks)
        self._listen()
        width = min(looks.px(WIDTH), max(200, parent.winfo_width() - 24))
        self.place(relx=0.5, y=looks.px(36), anchor="n", width=width)
        self.lift()
        self._entry.focus_set()
        self._core.type("")

    def close(self) -> None:
        """Go; the keyboard is where it was."""
        if not self.winfo_exists():
            return
        had_focus = self._has_focus()
        self._core.leave()
        self.destroy()
        former = self._former
        if had_focus and former is not None and former.winfo_exists():
            former.focus_set()

    def again(self) -> None:
        """What there is to choose from is something else, perhaps."""
        if self.winfo_exists():
            self._core.show()

    # --- Steps ------------------------------------------------------------------------

    def _make(self, looks: Looks) -> None:
        self._entry.configure(font="TkTextFont")
        self._entry.pack(fill="x")
        self._tree = ttk.Treeview(
            self, name="tree", show="tree", selectmode="browse", columns=("said",)
        )
        self._tree.configure(height=ROWS, takefocus=False)
        self._tree.column("#0", width=looks.px(230), stretch=True)
        self._tree.column("said", width=looks.px(230), stretch=True)
        colours = looks.colours
        self._tree.tag_configure("news", font="ChatBold")
        self._tree.tag_configure("action", foreground=colours["soft"])
        self._tree.tag_configure("message", foreground=colours["soft"])
        self._tree.pack(fill="both", expand=True, pady=(looks.px(8), looks.px(4)))
        self._state = ttk.Label(self, name="state", style="Small.TLabel")
        self._state.pack(fill="x")

    def _listen(self) -> None:
        entry = self._entry
        self._typed.trace_add("write", lambda *_: self._core.type(self._typed.get()))
        for key, step in STEPS.items():
            self._bind(key, step)
        entry.bind("<Return>", lambda _: self._choose(self._core.at))
        for keys in ("<Escape>", f"<{KEY}-k>"):
            entry.bind(keys, lambda _: self._leave())
        self._tree.bind("<ButtonRelease-1>", self._clicked)
        entry.bind("<FocusOut>", lambda _: self.after_idle(self._look))

    def _show(self) -> None:
        """As the core has it now."""
        if not self.winfo_exists():
            self._core.leave()  # its window has gone, and it went along
            return
        places, tree = self._core.shown, self._tree
        rows = [str(at) for at in range(len(places))]
        tree.delete(*tree.get_children())
        for row, place in zip(rows, places):
            label, said = self._label(place), place.said.replace("\n", " ")
            tree.insert("", "end", row, text=label, values=(said,), tags=_tags(place))
        if places:
            row = rows[self._core.at]
            tree.selection_set(row)
            tree.see(row)
        self._state.configure(text=HINT if places else NOTHING)

    def _label(self, place: Place) -> str:
        if place.kind == "person":
            roster = self._chat.people.roster
            is_here = roster.has_person(place.number, place.name)
            label = f"{'●' if is_here else '○'}  {place.name}"
        else:
            mark = {"action": "›  ", "message": "“"}.get(place.kind, "")
            label = f"{mark}{place.name}"
        sign = _sign(place)
        label += f"  ({sign})" if sign.is_news else ""
        return label.replace("\n", " ")

    def _bind(self, key: str, step: int) -> None:
        self._entry.bind(f"<{key}>", lambda _: self._move(step))

    def _move(self, step: int) -> str:
        self._core.move(step)
        return "break"

    def _choose(self, at: int) -> str:
        core = self._core
        self.close()
        core.choose(at)
        return "break"

    def _leave(self) -> str:
        self.close()
        return "break"

    def _clicked(self, event: tk.Event[ttk.Treeview]) -> None:
        if row := self._tree.identify_row(event.y):
            self._choose(int(row))

    def _look(self) -> None:
        """The keyboard has gone elsewhere, perhaps."""
        if self.winfo_exists() and not self._has_focus():
            self.close()

    def _has_focus(self) -> bool:
        focus = str(self.tk.call("focus"))
        return not focus or focus.startswith(str(self))


def _tags(place: Place) -> tuple[str, ...]:
    return (place.kind, *(("news",) * _sign(place).calls))


def _sign(place: Place) -> Sign:
    return Sign() if place.conversation is None else sign_of(place.conversation)
