"""A form: how one is, for everybody to see beside one's name, and until when."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Refusal
from chat.desktop.core.sending.moments import typed
from chat.desktop.core.times import local
from chat.desktop.window.dialogs.time_row import NO_TIME, TimeRow
from chat.desktop.window.theme.looks import Looks

NAME = "statusform"
SIZE, LEAST = (540, 190), (360, 170)
HELP = "Everybody sees it beside your name. Empty: nothing any more."


class StatusForm(tk.Toplevel):
    """It goes once the site knows it. Enter keeps it, Escape does not.

    What one says now comes from the server, a moment after the form.
    """

    def __init__(self, parent: tk.Misc, looks: Looks, chat: Chat) -> None:
        super().__init__(parent, name=NAME)
        self.title("How you are")
        self.geometry(looks.geometry(*SIZE))
        self.minsize(*map(looks.px, LEAST))
        self.transient(parent.winfo_toplevel())
        self._looks, self._chat = looks, chat
        self._text = tk.StringVar(self)
        self._make_words()
        self._time = TimeRow(self, looks, label="Until", when="", done=self._done)
        self._time.pack(fill="x")
        self._make_end()
        self.bind("<Escape>", lambda _: self.destroy())
        self.bind("<<ThemeChanged>>", lambda _: looks.paint_window(self))
        looks.paint_window(self)
        self._entry.focus_force()
        chat.ask("profile", self._came, name=chat.you.name, author=chat.you.id)

    # --- Making it --------------------------------------------------------------------

    def _make_words(self) -> None:
        bar = ttk.Frame(self, name="words")
        self._looks.pad(bar, 12, 12, 12, 0)
        self._entry = ttk.Entry(bar, name="text", textvariable=self._text)
        self._entry.configure(font="TkTextFont")
        self._entry.pack(fill="x")
        self._entry.bind("<Return>", lambda _: self._done())
        bar.pack(fill="x")

    def _make_end(self) -> None:
        bar = ttk.Frame(self, name="bar")
        self._looks.pad(bar, 12, 8, 12, 12)
        self._state = ttk.Label(bar, name="state", style="Small.TLabel", text=HELP)
        keep = ttk.Button(bar, name="keep", text="Save", style="Accent.TButton")
        keep.configure(command=self._done)
        keep.bind("<Return>", lambda _: self._done())
        keep.pack(side="right")
        self._state.pack(side="left", fill="x", expand=True)
        bar.pack(side="bottom", fill="x")

    # --- What happens in it -----------------------------------------------------------

    def _came(self, profile: Event) -> None:
        """What is said now, unless something was typed meanwhile."""
        status = profile.get("status")
        if status is None or not self.winfo_exists() or self._text.get():
            return
        self._text.set(status["text"])
        self._entry.selection_range(0, "end")
        if "until" in status and self._time.is_empty:
            self._time.type(typed(local(status["until"])))

    def _done(self) -> str:
        text, at = self._text.get().strip(), self._time.at
        if text and at is None and not self._time.is_empty:
            self._state.configure(text=NO_TIME)
            return "break"
        until = at.astimezone().isoformat() if text and at else None
        self._state.configure(text="…")
        self._chat.requests.ask(
            {"type": "status", "text": text, "until": until},
            lambda _: self._kept(),
            self._refused,
        )
        return "break"

    def _kept(self) -> None:
        if self.winfo_exists():
            self.destroy()

    def _refused(self, refusal: Refusal) -> None:
        if self.winfo_exists():
            self._state.configure(text=refusal.detail)
