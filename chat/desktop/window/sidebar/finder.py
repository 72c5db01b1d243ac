"""Finds a name: what is typed leaves in the lists only what has it in its name."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.finding.fold import fold
from chat.desktop.window.shortcuts import SHOWN_KEY
from chat.desktop.window.theme.looks import Looks

HINT = f"Find  {SHOWN_KEY}F"


class Finder(ttk.Frame):
    """``changed()`` at every letter, ``chosen()`` at Enter, ``left()`` at Escape."""

    def __init__(
        self,
        parent: tk.Misc,
        looks: Looks,
        *,
        changed: Callable[[], None],
        chosen: Callable[[], None],
        left: Callable[[], None],
    ) -> None:
        super().__init__(parent, name="finder")
        looks.pad(self, 6, 8, 6, 4)
        self._changed, self._left = changed, left
        self._typed = tk.StringVar(self)
        self.entry = ttk.Entry(self, name="entry", textvariable=self._typed)
        self.entry.configure(font="TkTextFont")
        self.entry.pack(fill="x")
        self._hint = ttk.Label(self.entry, text=HINT, style="Hint.TLabel")
        self._hint.bind("<Button-1>", lambda _: self.entry.focus_set())
        self._typed.trace_add("write", lambda *_: self._look())
        self.entry.bind("<Return>", lambda _: chosen())
        self.entry.bind("<Escape>", lambda _: self.leave())
        for event in ("<FocusIn>", "<FocusOut>"):
            self.entry.bind(event, lambda _: self.after_idle(self._show_hint))
        self._show_hint()

    @property
    def is_on(self) -> bool:
        """Whether something is looked for."""
        return bool(self._typed.get().strip())

    def has(self, name: str) -> bool:
        """Whether a name is one of those that are looked for."""
        return fold(self._typed.get().strip()) in fold(name)

    def clear(self) -> None:
        """Look for nothing any more."""
        self._typed.set("")

    def leave(self) -> None:
        """Look for nothing any more, and go back to where was written."""
        self.clear()
        self._left()

    def _look(self) -> None:
        self._show_hint()
        self._changed()

    def _show_hint(self) -> None:
        if self._typed.get() or self.entry.focus_displayof() is self.entry:
            self._hint.place_forget()
        else:
            self._hint.place(relx=0, rely=0.5, x=8, anchor="w")
