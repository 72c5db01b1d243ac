"""Where messages are written. It is never disabled, and loses nothing.

Where it has come before somebody by itself it is *held* for a moment: what they type
was meant for another place perhaps, so Enter sends nothing. Where the conversation has
gone under somebody's fingers it has *ended*: what they type stays, and goes nowhere.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.messages import Message
from chat.desktop.window.looks import Looks

LINES = range(2, 9)
HELD_MS = 500
HINT = "Enter sends, Shift+Enter begins a line, /help tells more"


class Composer(ttk.Frame):
    """``say(text)`` is false if it was not taken; ``edit(message, text)`` changes one.

    ``typed()`` is called at every letter, ``last()`` gives one's own last message.
    """

    def __init__(
        self,
        parent: tk.Misc,
        looks: Looks,
        *,
        say: Callable[[str], bool],
        edit: Callable[[Message, str], None],
        typed: Callable[[], None],
        last: Callable[[], Message | None],
        limit: Callable[[], int],
    ) -> None:
        super().__init__(parent, name="composer", padding=(12, 4, 12, 12))
        self._looks = looks
        self._say, self._edit, self._typed = say, edit, typed
        self._last, self._limit = last, limit
        self._place = ""
        self._drafts: dict[str, str] = {}
        self._editing: Message | None = None
        self._holding = ""
        self._ended = ""
        self._make()
        self._listen()

    def open(self, place: str) -> None:
        """Turn to a conversation, with what was begun in it."""
        if place == self._place:
            return
        self._stop_editing()
        self._drafts[self._place] = self.body
        self._place = place
        self._fill(self._drafts.pop(place, ""))

    def edit(self, message: Message) -> None:
        """Have a message changed here; what was begun comes back afterwards."""
        self._stop_editing()
        self._drafts[self._place] = self.body
        self._editing = message
        self._fill(message.body)
        self.text.focus_set()
        self._show()

    def insert(self, text: str) -> None:
        """Add to what is written."""
        self.text.insert("insert", text)
        self.text.focus_set()

    @property
    def is_held(self) -> bool:
        """Whether Enter sends nothing just now."""
        return bool(self._holding)

    def hold(self) -> None:
        """Take no Enter for half a second from now."""
        if self._holding:
            self.after_cancel(self._holding)
        self._holding = self.after(HELD_MS, self._release)

    def end(self, sentence: str) -> None:
        """Take no Enter any more, and say why."""
        self._ended = sentence
        self._show()

    @property
    def body(self) -> str:
        """What is written."""
        return self.text.get("1.0", "end-1c")

    def paint(self) -> None:
        """Take the colours of the theme."""
        self._looks.paint_text(self.text, "raised")

    def _make(self) -> None:
        self._hint = ttk.Label(self, name="hint", style="Small.TLabel", anchor="w")
        self._hint.pack(side="bottom", fill="x", pady=(3, 0))
        self.text = tk.Text(
            self,
            name="text",
            height=LINES[0],
            width=20,
            wrap="word",
            undo=True,
            borderwidth=0,
            padx=10,
            pady=8,
            font="TkTextFont",
        )
        self.text.pack(fill="both", expand=True)
        self.paint()
        self._show()

    def _listen(self) -> None:
        text = self.text
        for key in ("<Return>", "<KP_Enter>"):
            text.bind(key, lambda _: self._send())
        text.bind("<Shift-Return>", lambda _: None)  # a new line, as Tk does it
        text.bind("<<NextWindow>>", lambda _: _focus(text.tk_focusNext()))
        text.bind("<<PrevWindow>>", lambda _: _focus(text.tk_focusPrev()))
        text.bind("<Up>", self._up)
        text.bind("<Escape>", lambda _: self._stop_editing())
        text.bind("<<Modified>>", lambda _: self._modified())

    # --- What happens in it -----------------------------------------------------------

    def _release(self) -> None:
        self._holding = ""

    def _send(self) -> str:
        body = self.body
        if self._holding or self._ended or not body.strip() or self._is_over:
            return "break"
        if self._editing is not None:
            message = self._editing
            self._stop_editing()
            self._edit(message, body)
        elif self._say(body):
            self._fill("")
        return "break"

    @property
    def _is_over(self) -> bool:
        return len(self.body) > self._limit()

    def _up(self, event: tk.Event[tk.Text]) -> str | None:
        last = None if self.body else self._last()
        if last is None:
            return None
        self.edit(last)
        return "break"

    def _stop_editing(self) -> None:
        if self._editing is not None:
            self._editing = None
            self._fill(self._drafts.pop(self._place, ""))

    def _fill(self, text: str) -> None:
        self.text.delete("1.0", "end")
        self.text.insert("1.0", text)
        self.text.edit_reset()
        self.text.edit_modified(False)
        self._show()

    def _modified(self) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self._show()
            if self.body.strip() and self._editing is None:
                self._typed()

    def _show(self) -> None:
        """Grow with the text, and say what Enter does, or that it is too long."""
        count = self.text.count("1.0", "end", "displaylines")
        lines = count[0] if isinstance(count, tuple) else count or 1
        self.text.configure(height=min(max(lines, LINES[0]), LINES[-1]))
        hint = self._ended or HINT
        if self._editing is not None:
            hint = "You are changing a message: Enter keeps that, Escape does not"
        if self._is_over:
            hint = f"That is {len(self.body) - self._limit()} characters too long"
        style = "Bad.TLabel" if self._ended or self._is_over else "Small.TLabel"
        self._hint.configure(text=hint, style=style)


def _focus(widget: tk.Misc | None) -> str:
    if widget is not None:
        widget.focus_set()
    return "break"
