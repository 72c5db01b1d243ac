"""What is answered by what is being written, above it."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.core.history.messages import Message
from chat.desktop.window.composer.writer import Writer
from chat.desktop.window.theme.looks import Looks


class ReplyBar(ttk.Frame):
    """Takes no room while nothing is answered; ``text`` is where is written."""

    def __init__(
        self, parent: tk.Misc, looks: Looks, writer: Writer, text: tk.Text
    ) -> None:
        super().__init__(parent, name="reply")
        self._writer = writer
        self._text = text
        self._who = ttk.Label(self, name="who", style="Group.TLabel")
        self._words = ttk.Label(self, name="words", style="Small.TLabel", width=1)
        button = ttk.Button(self, name="drop", text="✕", style="Small.TButton")
        button.configure(takefocus=False, command=self._button, width=2)
        self._who.pack(side="left")
        button.pack(side="right")
        self._words.pack(side="left", fill="x", expand=True, padx=(looks.px(6), 0))
        for key, by in (("<Control-Up>", -1), ("<Control-Down>", 1)):
            text.bind(key, lambda _, by=by: self._step(by))  # type: ignore[misc]

    def begin(self, message: Message) -> None:
        """Answer that message by what is written next."""
        self._writer.answer(message)
        self.show()
        self._text.focus_set()

    def drop(self) -> None:
        """Answer nothing."""
        self._writer.drop_reply()
        self.show()

    def show(self) -> None:
        """Bring it up to date."""
        reply = self._writer.reply
        if reply is None:
            self.pack_forget()
            return
        who, words = self._writer.blocks.quoted(reply.quote)
        self._who.configure(text=f"↪ {who}".strip())
        self._words.configure(text=words)
        if not self.winfo_manager():
            self.pack(fill="x", before=self._text, pady=(0, 4))

    def _button(self) -> None:
        self.drop()
        self._text.focus_set()

    def _step(self, by: int) -> str:
        self._writer.step_reply(by)
        self.show()
        return "break"
