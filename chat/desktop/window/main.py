"""The main window: rooms and directs, a conversation, and who is here."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.client import Client
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import LOBBY
from chat.desktop.window.banner import Banner
from chat.desktop.window.invitations import InvitationBar
from chat.desktop.window.lists import ConversationList, PeopleList
from chat.desktop.window.looks import Looks
from chat.desktop.window.pane import Application, Pane
from chat.desktop.window.person_menu import PersonMenu

STATES = {
    "connecting": "connecting …",
    "connected": "connected",
    "delayed": "connected",
    "waiting": "not connected",
    "refused": "not connected",
}
NOTICE_SECONDS = 10


class MainView(ttk.Frame):
    """What the main window shows while somebody is in."""

    def __init__(self, parent: tk.Misc, client: Client, app: Application) -> None:
        super().__init__(parent, name="main")
        self._client = client
        self._chat = client.chat
        halves = ttk.Panedwindow(self, name="halves", orient="horizontal")
        self.conversations = ConversationList(
            halves, self._chat, self.show, app.open_private
        )
        self.pane = Pane(halves, self._chat, app)
        self.people = PeopleList(halves, self._chat, app.open_private)
        menu = PersonMenu(self, self._chat, app.looks, app.open_private)
        for each in (self.conversations, self.people):
            menu.serve(each.tree, each.person_at)
        halves.add(self.conversations, weight=0)
        halves.add(self.pane, weight=1)
        halves.add(self.people, weight=0)
        self._status = ttk.Label(self, name="status", style="Small.TLabel")
        self._status.configure(padding=(12, 4))
        self._status.pack(side="bottom", fill="x")
        halves.pack(fill="both", expand=True)
        self._banner = Banner(self, halves, app.log_in)
        self._invitations = InvitationBar(self, halves, self._chat)
        self._notice_until = 0.0
        self._notice = ""
        self.paint(app.looks)

    def show(self, conversation: Conversation) -> None:
        """Turn to a conversation."""
        self.pane.show(conversation)
        self.conversations.show(conversation)

    def begin(self) -> None:
        """Turn to where somebody begins, unless something is shown already."""
        home = self._chat.conversations.home
        if self.pane.conversation is None and home is not None:
            self.show(home)

    def turn_from(self, conversation: Conversation) -> None:
        """That conversation is gone: if it is shown, turn to the lobby."""
        lobby = self._chat.conversations.by_name(LOBBY)
        if self.pane.conversation is conversation and lobby is not None:
            composer = self.pane.composer
            composer.hold()
            # What somebody is typing was not meant for the lobby.
            if self.focus_displayof() is composer.text:
                self.pane.timeline.text.focus_set()
            self.show(lobby)

    def show_lists(self) -> None:
        self.conversations.show(self.pane.conversation)
        self.pane.show_heading()
        self._invitations.show()

    def show_people(self) -> None:
        self.people.show()
        self.pane.show_heading()

    def show_state(self) -> None:
        """Say how the connection is, and what went wrong last."""
        self._banner.show(self._client)
        if self._chat.timers.now() >= self._notice_until:
            self._notice = ""
        server = self._client.account.server
        name = self._chat.you.name or self._client.account.name
        state = f"{name} at {server}: {STATES[self._client.state]}"
        style = "Bad.TLabel" if self._notice else "Small.TLabel"
        self._status.configure(text=self._notice or state, style=style)

    def warn(self, sentence: str) -> None:
        """Say that something went wrong, for a while."""
        self._notice = sentence
        self._notice_until = self._chat.timers.now() + NOTICE_SECONDS
        self.show_state()

    def step(self, by: int) -> None:
        """Go to the next conversation in the list, or to the one before."""
        conversations = self._chat.conversations
        neighbour = conversations.neighbour(self.pane.conversation, by)
        if neighbour is not None:
            self.show(neighbour)

    def step_to_unread(self) -> None:
        """Go to the next conversation with something to read."""
        unread = self._chat.conversations.first_unread
        if unread is not None:
            self.show(unread)

    def paint(self, looks: Looks) -> None:
        """Take the colours of the theme."""
        self.pane.paint()
        self.conversations.paint(looks)
        self.people.paint(looks)
