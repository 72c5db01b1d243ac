"""A form: which words are to be said later, and when."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from tkinter import ttk

from chat.desktop.core.requests import Refusal, Refused
from chat.desktop.window.dialogs.time_row import NO_TIME, TimeRow
from chat.desktop.window.shortcuts import KEY
from chat.desktop.window.theme.looks import Looks

SIZE, LEAST = (580, 320), (360, 240)
NO_WORDS = "There is nothing to be said"

# What has it kept, calls the first if it is, and the second if it is refused.
Keep = Callable[[datetime, str, Callable[[object], None], Refused], None]


class LaterForm(tk.Toplevel):
    """``keep(at, words, kept, refused)`` has the site keep it; then the form goes.

    ``when`` and ``words``: what stands in it at first. Control-Enter, or Enter in the
    field for the time, keeps it; Escape does not.
    """

    _is_asking = False

    def __init__(
        self,
        parent: tk.Misc,
        looks: Looks,
        *,
        title: str,
        when: str,
        words: str,
        keep: Keep,
    ) -> None:
        super().__init__(parent, name="later")
        self.title(title)
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self.transient(parent.winfo_toplevel())
        self._looks, self._keep = looks, keep
        self._former: tk.Misc | None = None
        with suppress(KeyError):  # a menu that Tk has made itself
            self._former = parent.focus_get()
        self._time = TimeRow(self, looks, label="When", when=when, done=self._done)
        self._time.pack(fill="x")
        self._make_end()
        self._make_words(words)
        self.bind("<Escape>", lambda _: self._leave())
        self.protocol("WM_DELETE_WINDOW", self._leave)
        self.bind("<<ThemeChanged>>", lambda _: self._paint())
        self._paint()
        self._time.entry.focus_force()
        self._time.entry.selection_range(0, "end")

    # --- Making it --------------------------------------------------------------------

    def _make_words(self, words: str) -> None:
        self._text = tk.Text(self, name="words", wrap="word", height=4, borderwidth=0)
        self._text.configure(font="TkTextFont", undo=True)
        self._text.insert("1.0", words)
        self._text.edit_reset()
        px = self._looks.px
        self._text.pack(fill="both", expand=True, padx=px(12))
        self._text.bind("<<NextWindow>>", lambda _: _to(self._text.tk_focusNext()))
        self._text.bind("<<PrevWindow>>", lambda _: _to(self._text.tk_focusPrev()))
        self._text.bind(f"<{KEY}-Return>", lambda _: self._done())

    def _make_end(self) -> None:
        bar = ttk.Frame(self, name="bar")
        self._looks.pad(bar, 12, 8, 12, 12)
        self._state = ttk.Label(bar, name="state", style="Small.TLabel")
        self._state.pack(side="left", fill="x", expand=True)
        keep = ttk.Button(bar, name="keep", text="Send later", command=self._done)
        keep.configure(style="Accent.TButton")
        drop = ttk.Button(bar, name="drop", text="Cancel", command=self._leave)
        keep.pack(side="right")
        drop.pack(side="right", padx=(0, self._looks.px(8)))
        keep.bind("<Return>", lambda _: self._done())
        drop.bind("<Return>", lambda _: self._leave())
        bar.pack(side="bottom", fill="x")

    def _paint(self) -> None:
        self._looks.paint_window(self)
        self._looks.paint_text(self._text, "raised")
        px = self._looks.px
        self._text.configure(padx=px(10), pady=px(8))

    # --- What happens in it -----------------------------------------------------------

    def _done(self) -> str:
        at, words = self._time.at, self._text.get("1.0", "end-1c").strip()
        if self._is_asking:
            return "break"  # pressed twice it would be kept twice
        if at is None or not words:
            self._state.configure(text=NO_TIME if at is None else NO_WORDS)
        else:
            self._is_asking = True
            self._state.configure(text="…")
            self._keep(at, words, self._kept, self._refused)
        return "break"

    def _kept(self, _: object) -> None:
        if self.winfo_exists():
            self._leave()

    def _leave(self) -> None:
        """Go; the keyboard is where it was."""
        self.destroy()
        if self._former is not None and self._former.winfo_exists():
            self._former.focus_force()

    def _refused(self, refusal: Refusal) -> None:
        self._is_asking = False
        if self.winfo_exists():
            self._state.configure(text=refusal.detail)


def _to(widget: tk.Misc | None) -> str:
    if widget is not None:
        widget.focus_set()
    return "break"
