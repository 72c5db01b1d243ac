"""A form: which words are to be said later, and when."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from tkinter import ttk

from chat.desktop.core.moments import moment_in, usual
from chat.desktop.core.requests import Refusal, Refused
from chat.desktop.window.looks import Looks
from chat.desktop.window.shortcuts import KEY

SIZE, LEAST = (580, 320), (360, 240)
NO_TIME = "When: +20m, +2h, 18:30 or 2026-12-01 09:00"
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
        self._when = tk.StringVar(self, when)
        self._make_time()
        self._make_end()
        self._make_words(words)
        self.bind("<Escape>", lambda _: self._leave())
        self.protocol("WM_DELETE_WINDOW", self._leave)
        self.bind("<<ThemeChanged>>", lambda _: self._paint())
        self._paint()
        self._tell()
        self._entry.focus_force()
        self._entry.selection_range(0, "end")

    # --- Making it --------------------------------------------------------------------

    def _make_time(self) -> None:
        px = self._looks.px
        bar = ttk.Frame(self, name="time")
        self._looks.pad(bar, 12, 12, 12, 6)
        ttk.Label(bar, name="label", text="When").pack(side="left")
        self._entry = ttk.Entry(bar, name="when", textvariable=self._when, width=18)
        self._entry.configure(font="TkTextFont")
        self._entry.pack(side="left", padx=(px(8), 0))
        self._said = ttk.Label(bar, name="said", style="Small.TLabel")
        self._said.pack(side="left", padx=(px(10), 0))
        bar.pack(fill="x")
        choices = ttk.Frame(self, name="choices")
        self._looks.pad(choices, 12, 0, 12, 8)
        for at, (label, when) in enumerate(usual(datetime.now())):
            name = f"choice{at}"
            button = ttk.Button(choices, name=name, text=label, style="Small.TButton")
            button.configure(command=partial(self._when.set, when))
            button.bind("<Return>", partial(_press, button))
            button.pack(side="left", padx=(0, px(6)))
        choices.pack(fill="x")
        self._entry.bind("<Return>", lambda _: self._done())
        self._when.trace_add("write", lambda *_: self._tell())

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

    @property
    def _at(self) -> datetime | None:
        found = moment_in(self._when.get().strip(), datetime.now())
        return found[0] if found is not None and not found[1] else None

    def _tell(self) -> None:
        """Say which day and time that is."""
        at = self._at
        self._said.configure(text=f"{at:%A, %d %B, %H:%M}" if at else "")

    def _done(self) -> str:
        at, words = self._at, self._text.get("1.0", "end-1c").strip()
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


def _press(button: ttk.Button, _: object) -> None:
    button.invoke()
