"""What Enter does, below what is written; and what can be done if that is too long."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

USUAL = "Enter sends, Shift+Enter begins a line, /help tells more"
EDITING = "You are changing a message: Enter keeps that, Escape does not"
ASIDE = "Enter does it; Escape goes back, also to what you were writing"


class Hint(ttk.Frame):
    """``split()`` sends several messages."""

    def __init__(self, parent: tk.Misc, split: Callable[[], None]) -> None:
        super().__init__(parent, name="hint")
        self._text = ttk.Label(self, name="text", style="Small.TLabel", anchor="w")
        self._text.pack(side="left", fill="x", expand=True)
        self._split = ttk.Button(self, name="split", command=split)
        self._split.configure(style="Small.TButton")
        self._split.bind("<Return>", lambda _: split())

    def show(self, *, is_aside: bool) -> None:
        """Nothing is out of the ordinary."""
        self._say(ASIDE if is_aside else USUAL)

    def show_editing(self) -> None:
        self._say(EDITING)

    def show_ended(self, sentence: str) -> None:
        """Enter does nothing any more, and why."""
        self._say(sentence, bad=True)

    def show_too_long(self, characters: int, parts: int) -> None:
        """By how many characters, and how many messages it makes; 0 if it cannot."""
        self._say(f"That is {characters} characters too long for one message", bad=True)
        if parts:
            self._split.configure(text=f"Send as {parts} messages")
            self._split.pack(side="right")

    def _say(self, text: str, bad: bool = False) -> None:
        self._split.pack_forget()
        style = "Bad.TLabel" if bad else "Small.TLabel"
        self._text.configure(text=text, style=style)
