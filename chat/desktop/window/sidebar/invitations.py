"""The rooms that one is invited to, one at a time, above the conversation."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.invitations import Invitation
from chat.desktop.window.theme.looks import Looks


class InvitationBar(ttk.Frame):
    """Takes no room while there is none, and the keyboard never.

    It shows the oldest until that is answered: what comes meanwhile is a number, and
    does not move what somebody is about to click.
    """

    def __init__(
        self, parent: tk.Misc, before: tk.Misc, looks: Looks, chat: Chat
    ) -> None:
        super().__init__(parent, name="invitations")
        looks.pad(self, 14, 7)
        self._before = before
        self._chat = chat
        self._shown: Invitation | None = None
        self._text = ttk.Label(self, name="text", style="Soft.TLabel")
        self._make_button("decline", "Decline")
        self._make_button("accept", "Accept")
        self._text.pack(side="left", fill="x", expand=True)

    def show(self) -> None:
        """Bring it up to date."""
        waiting = self._chat.invitations
        self._shown = waiting.first
        if self._shown is None:
            self.pack_forget()
            return
        more = f"  (and {len(waiting) - 1} more)" if len(waiting) > 1 else ""
        self._text.configure(text=f"{self._shown.sentence}{more}")
        if not self.winfo_manager():
            self.pack(fill="x", side="top", before=self._before)

    def _make_button(self, verb: str, label: str) -> None:
        button = ttk.Button(self, name=verb, text=label, takefocus=False)
        button.configure(command=lambda: self._answer(verb))
        button.pack(side="right", padx=(8, 0))

    def _answer(self, verb: str) -> None:
        if self._shown is not None:
            self._chat.ask(verb, conversation=self._shown.number)
