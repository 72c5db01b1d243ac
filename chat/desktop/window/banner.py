"""What is wrong with the connection, above the conversation, and what can be done."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.client import Client
from chat.desktop.window.theme.looks import Looks


class Banner(ttk.Frame):
    """Takes no room while everything is well; ``log_in()`` where the person has to."""

    def __init__(
        self,
        parent: tk.Misc,
        before: tk.Misc,
        looks: Looks,
        log_in: Callable[[], None],
    ) -> None:
        super().__init__(parent, name="banner", style="Warn.TFrame")
        looks.pad(self, 14, 7)
        self._before = before
        self._log_in = log_in
        self._client: Client | None = None
        self._text = ttk.Label(self, name="text", style="Warn.TLabel")
        self._button = ttk.Button(self, name="button", command=self._press)
        self._button.pack(side="right", padx=(12, 0))
        self._text.pack(side="left", fill="x", expand=True)
        self._text.bind("<Configure>", self._wrap)

    def show(self, client: Client) -> None:
        """Say how the connection is."""
        self._client = client
        text = text_of(client)
        if not text:
            self.pack_forget()
            return
        self._text.configure(text=text)
        label = "Log in …" if client.state == "refused" else "Try now"
        self._button.configure(text=label)
        if not self.winfo_ismapped():
            self.pack(fill="x", side="top", before=self._before)

    def _wrap(self, event: tk.Event[ttk.Label]) -> None:
        # A label has a border of its own.
        self._text.configure(wraplength=event.width - 4)

    def _press(self) -> None:
        if self._client is None:
            return
        if self._client.state == "refused":
            self._log_in()
        else:
            self._client.wake()


def text_of(client: Client) -> str:
    """A sentence, or nothing if all is well."""
    if client.state == "delayed":
        return "What others say comes late just now: live updates are delayed."
    if client.state == "connected" or not client.sentence:
        return ""
    kept = "What you write is kept, and sent when the connection is back."
    if client.state == "waiting" and client.retry_seconds:
        kept += f" Next try in {client.retry_seconds} s."
    return f"{client.sentence} {kept if client.state != 'refused' else ''}"
