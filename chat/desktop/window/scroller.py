"""Scrolls a text, keeps what is read in its place, and says what has come below it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tkinter import ttk

PAGE_KEYS = ("<Prior>", "<Next>")
WHEEL = ("<MouseWheel>", "<Button-4>", "<Button-5>")
COUNTED = 99


class Scroller:
    """``follows``: the end is in sight, and stays so.

    ``reached()`` is called where somebody has scrolled.
    """

    def __init__(
        self, frame: tk.Misc, text: tk.Text, reached: Callable[[], None]
    ) -> None:
        self._text = text
        self._reached = reached
        self._below = 0
        self.follows = True
        bar = ttk.Scrollbar(frame, command=self._scroll, takefocus=False)
        text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self._button = ttk.Button(frame, name="below", style="Accent.TButton")
        self._button.configure(takefocus=False, command=self.to_end)
        for event in (*WHEEL, *PAGE_KEYS):
            text.bind(event, lambda _: text.after_idle(self.look), add=True)
        text.bind("<Home>", lambda _: self._jump("0"))
        text.bind("<End>", lambda _: self._jump("1"))
        text.bind("<Configure>", lambda _: text.after_idle(self.stay))

    def follow(self) -> None:
        """Be at the end, and stay there."""
        self.follows = True
        self._show_below(0)

    def to_end(self) -> None:
        self._jump("1")

    def came(self, count: int) -> None:
        """So many messages have come at the end, which may not be in sight."""
        if count and not self.follows:
            self._show_below(self._below + count)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """``with``: what is drawn moves nothing of what is read."""
        top = self._text.index("@0,0")
        info = self._text.dlineinfo(top)
        self._text.mark_set("top", top)
        yield
        if self.follows:
            self._text.yview_moveto(1)
            return
        self._text.yview("top")
        if info is not None and info[1] < 0:
            self._text.yview_scroll(-info[1], "pixels")

    def look(self) -> None:
        """Somebody has scrolled: see whether they are at the end."""
        self.follows = self._text.yview()[1] >= 1
        if self.follows:
            self._show_below(0)
        self._reached()

    def stay(self) -> None:
        if self.follows:
            self._text.yview_moveto(1)

    def _scroll(self, *how: str) -> None:
        self._text.yview(*how)
        self.look()

    def _jump(self, fraction: str) -> str:
        self._scroll("moveto", fraction)
        return "break"

    def _show_below(self, count: int) -> None:
        self._below = count
        if not count:
            self._button.place_forget()
            return
        shown = f"{min(count, COUNTED)}{'+' if count > COUNTED else ''}"
        self._button.configure(text=f"{shown} new below  ↓")
        self._button.place(relx=0.5, rely=1.0, y=-12, anchor="s")
        self._button.lift()
