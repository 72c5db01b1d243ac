"""What has no room ends with an ellipsis: Tk would cut it off where the room ends."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

ELLIPSIS = "…"
REMEMBERED = 10_000
SOON_MS = 50


def shortened(text: str, width: int, measure: Callable[[str], int]) -> str:
    """As much of a text as has room in so many pixels, as they are measured."""
    if measure(text) <= width:
        return text
    fits, cut = 0, len(text)
    while fits + 1 < cut:
        middle = (fits + cut) // 2
        if measure(text[:middle].rstrip() + ELLIPSIS) <= width:
            fits = middle
        else:
            cut = middle
    return text[:fits].rstrip() + ELLIPSIS


class ShortLabel(ttk.Label):
    """A line in its own room; or in that of its parent, but so much ``beside`` it."""

    def __init__(
        self,
        parent: tk.Misc,
        name: str,
        style: str,
        beside: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(parent, name=name, style=style)
        self._within = parent if beside else self
        self._beside = beside or (lambda: 0)
        self._whole = ""
        for event in ("<Configure>", "<Map>"):
            self._within.bind(event, lambda _: self._fit(), add=True)

    def say(self, text: str) -> None:
        """Show that, as far as there is room."""
        self._whole = text
        self._fit()

    def _fit(self) -> None:
        font = str(ttk.Style(self).lookup(str(self.cget("style")), "font"))
        room = self._within.winfo_width() - self._beside()
        text = self._whole
        if self._within.winfo_ismapped():
            text = shortened(text, room, _measure(self, font or "TkDefaultFont"))
        if text != self.cget("text"):
            self.configure(text=text)


class ShortRows:
    """The words in the rows of a list; ``changed()``: they have another room now."""

    def __init__(self, tree: ttk.Treeview, changed: Callable[[], None]) -> None:
        self._tree, self._changed = tree, changed
        self._room = self._beside = 0
        self._known: dict[str, str] = {}
        self._due = ""
        for event in ("<Configure>", "<Map>"):
            tree.bind(event, lambda _: self._soon(), add=True)

    def look(self, beside: int) -> None:
        """Fonts are others; a row has so many pixels of something else."""
        self._beside, self._room = beside, 0
        self._soon()

    def short(self, text: str) -> str:
        """What is shown of that."""
        if not self._room:
            return text
        if text not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            # As of what is unread, which is bold, and wider.
            measure = _measure(self._tree, "ChatBold")
            self._known[text] = shortened(text, self._room, measure)
        return self._known[text]

    def _soon(self) -> None:
        """Whoever drags a border would else wait for all rows at each pixel."""
        if not self._due:
            self._due = self._tree.after(SOON_MS, self._see)

    def _see(self) -> None:
        self._due = ""
        if not self._tree.winfo_ismapped():
            return
        room = max(1, int(self._tree.column("#0", "width")) - self._beside)
        if room != self._room:
            self._room = room
            self._known.clear()
            self._changed()


def _measure(widget: tk.Misc, font: str) -> Callable[[str], int]:
    return lambda text: int(widget.tk.call("font", "measure", font, text))
