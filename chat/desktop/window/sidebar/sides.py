"""The lists beside a conversation: as wide as they were left, folded where room is
small.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.settings import Settings
from chat.desktop.window.theme.looks import Looks

# With text of usual size: what the lists take, and below which width one of them folds,
# or both.
WIDTHS = {"conversations": 190, "people": 165}
LEAST = 60
FOLDS = (660, 470)


class Sides:
    """``halves`` shows them around ``middle``; widths are kept in the settings."""

    def __init__(
        self,
        halves: ttk.Panedwindow,
        lists: tuple[tk.Widget, tk.Widget],
        middle: tk.Widget,
        looks: Looks,
        settings: Settings,
    ) -> None:
        self._halves = halves
        self._left, self._right = lists
        self._looks = looks
        self._settings = settings
        self._folded = 0
        self._chosen: bool | None = None
        halves.add(self._left, weight=0)
        halves.add(middle, weight=1)
        halves.add(self._right, weight=0)
        halves.bind("<Configure>", lambda _: self._fit())
        halves.bind("<ButtonRelease-1>", lambda _: self._remember())

    def toggle(self) -> None:
        """Fold both lists, or show both."""
        self.show(not self._shown)

    def show(self, on: bool) -> None:
        """The person wants to see the lists, or not, until the room changes."""
        self._chosen = on
        self.arrange()

    def arrange(self) -> None:
        """Have the lists where and as wide as they belong."""
        wanted = {0: 2, 1: 1, 2: 0}[self._folded]
        if self._chosen is not None:
            wanted = 2 if self._chosen else 0
        for place, (pane, count) in enumerate(((self._left, 1), (self._right, 2))):
            is_shown = pane in self._shown
            if is_shown and wanted < count:
                self._halves.forget(pane)
            elif not is_shown and wanted >= count:
                where = "end" if place else 0
                self._halves.insert(where, pane, weight=0)
        self._halves.after_idle(self._place_sashes)

    @property
    def _shown(self) -> list[tk.Widget]:
        tcl = self._halves.tk
        panes = [str(pane) for pane in tcl.splitlist(tcl.call(self._halves, "panes"))]
        return [each for each in (self._left, self._right) if str(each) in panes]

    def _fit(self) -> None:
        width = self._halves.winfo_width()
        folded = sum(width < self._looks.px(least) for least in FOLDS)
        if folded != self._folded:
            self._folded, self._chosen = folded, None
        self.arrange()

    def _set_sash(self, number: int, at: int) -> None:
        self._halves.tk.call(self._halves, "sashpos", number, at)

    def _place_sashes(self) -> None:
        if not self._halves.winfo_exists():
            return
        # Only when it has laid out what it has taken up do its sashes stay.
        self._halves.update_idletasks()
        shown, width = self._shown, self._halves.winfo_width()
        if self._left in shown:
            self._set_sash(0, self._width("conversations"))
        if self._right in shown:
            self._set_sash(len(shown) - 1, width - self._width("people"))

    def _width(self, which: str) -> int:
        return self._looks.px(self._settings.width(which) or WIDTHS[which])

    def _remember(self) -> None:
        """A sash was moved, perhaps."""
        for which, pane in (("conversations", self._left), ("people", self._right)):
            width = round(pane.winfo_width() / self._looks.px(100) * 100)
            if pane in self._shown and width >= LEAST:
                self._settings.widths[which] = width
