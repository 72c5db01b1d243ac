"""The main window: rooms and directs, a conversation, and who is here."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from chat.desktop.client import Client
from chat.desktop.core.reading.news import next_with_news
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import LOBBY
from chat.desktop.settings import Settings
from chat.desktop.window.banner import Banner
from chat.desktop.window.dialogs.card import serve_card
from chat.desktop.window.finding.ways import Finding
from chat.desktop.window.pane import Application, Pane
from chat.desktop.window.sidebar.finder import Finder
from chat.desktop.window.sidebar.invitations import InvitationBar
from chat.desktop.window.sidebar.lists import GROUPS, ConversationList, PeopleList
from chat.desktop.window.sidebar.person_menu import PersonMenu
from chat.desktop.window.sidebar.room_menu import RoomMenu, serve
from chat.desktop.window.sidebar.sides import Sides
from chat.desktop.window.theme.looks import Looks

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

    def __init__(
        self, parent: tk.Misc, client: Client, app: Application, settings: Settings
    ) -> None:
        super().__init__(parent, name="main")
        self._client = client
        self._chat = client.chat
        self._app = app
        halves = ttk.Panedwindow(self, name="halves", orient="horizontal")
        self._make(halves)
        lists = (self.conversations, self.people)
        self.sides = Sides(halves, lists, self.pane, app.looks, settings)
        self._status = ttk.Label(self, name="status", style="Status.Small.TLabel")
        self._status.pack(side="bottom", fill="x")
        halves.pack(fill="both", expand=True)
        self._banner = Banner(self, halves, app.looks, app.log_in)
        self._invitations = InvitationBar(self, halves, app.looks, self._chat)
        self.finding = Finding(self, self._chat, app)
        self._notice_until = 0.0
        self._notice = ""
        self.paint(app.looks)

    def show(self, conversation: Conversation) -> None:
        """Turn to a conversation."""
        self._chat.attention.be_in(conversation)
        self.pane.show(conversation)
        self.conversations.show(conversation)

    def begin(self) -> None:
        """Turn to where somebody was, unless something is shown already."""
        place = self._chat.attention.place or self._chat.conversations.home
        if self.pane.conversation is None and place is not None:
            self.show(place)

    def find(self) -> None:
        """Look for a name in the lists."""
        self.sides.show(True)
        self.conversations.finder.entry.focus_set()

    def turn_from(self, conversation: Conversation) -> None:
        """That conversation is gone: if it is shown, turn to the lobby."""
        lobby = self._chat.conversations.by_name(LOBBY)
        if self.pane.conversation is conversation and lobby is not None:
            composer = self.pane.composer
            composer.hold()
            # What somebody is typing was not meant for the lobby.
            if self.focus_displayof() is composer.text:
                self.pane.timeline.text.focus_set()
                self.pane.passing.pause()
            self.show(lobby)

    def show_lists(self) -> None:
        self.conversations.show(self.pane.conversation)
        self.pane.show_heading()
        self._invitations.show()
        self.finding.again()

    def show_people(self) -> None:
        self.people.show()
        self.pane.show_heading()
        self.finding.again()

    def show_state(self) -> None:
        """Say how the connection is, and what went wrong last."""
        self._banner.show(self._client)
        if self._chat.timers.now() >= self._notice_until:
            self._notice = ""
        server = self._client.account.server
        name = self._chat.you.name or self._client.account.name
        state = f"{name} at {server}: {STATES[self._client.state]}"
        if newer := self._chat.you.newer:
            state += f". {newer}"
        look = "Bad" if self._notice else "Small"
        style = f"Status.{look}.TLabel"
        self._status.configure(text=self._notice or state, style=style)

    def warn(self, sentence: str) -> None:
        """Say that something went wrong, for a while."""
        self._notice = sentence
        self._notice_until = self._chat.timers.now() + NOTICE_SECONDS
        self._chat.timers.after(NOTICE_SECONDS, self.show_state)
        self.show_state()

    def step(self, by: int) -> None:
        """Go to the next conversation in the list, or to the one before."""
        conversations = self._chat.conversations
        neighbour = conversations.neighbour(self.pane.conversation, by)
        if neighbour is not None:
            self.show(neighbour)

    def step_to_unread(self, by: int = 1) -> None:
        """Go to the next conversation with something to read, or to the one before."""
        unread = next_with_news(self._chat.conversations, by)
        if unread is not None:
            self.show(unread)

    def paint(self, looks: Looks) -> None:
        """Take the colours of the theme, and the size of text."""
        self.sides.arrange()
        self.pane.paint()
        self.conversations.paint(looks)
        self.people.paint(looks)
        self.finding.paint(looks)

    # --- Steps ------------------------------------------------------------------------

    def _make(self, halves: ttk.Panedwindow) -> None:
        app, chat = self._app, self._chat
        self.conversations = ConversationList(
            halves,
            chat,
            choose=self.show,
            open_private=app.open_private,
            find=self._finder,
        )
        self.pane = Pane(halves, chat, app)
        finder = self.conversations.finder
        self.people = PeopleList(halves, chat, finder, app.open_private, app.faces)
        self._person_menu = PersonMenu(self, chat, app.looks, app.open_private)
        serve_card(self.people.tree, self.pane.card)
        self._room_menu = RoomMenu(
            self, chat, app.looks, go=self.show, begin=self.pane.begin
        )
        for each in (self.conversations, self.people):
            serve(each.tree, self._open_menu)
            self.pane.passing.serve(each.tree)

    def _finder(self, parent: tk.Misc) -> Finder:
        return Finder(
            parent,
            self._app.looks,
            changed=self._filter,
            chosen=self._go_to_found,
            left=lambda: self.pane.focus(),
        )

    def _filter(self) -> None:
        self.conversations.show(self.pane.conversation)
        self.people.show()

    def _go_to_found(self) -> None:
        """Show the first that was found: a conversation, or else somebody."""
        finder, chat = self.conversations.finder, self._chat
        if not finder.is_on:
            return
        talks = [c for c in chat.conversations.listed if finder.has(c.name)]
        people = filter(finder.has, chat.people.roster.names)
        name = next((each for each in people if each != chat.you.name), "")
        if talks or name:
            finder.leave()
        if talks:
            self.show(talks[0])
        elif name:
            self._app.open_private(name)

    def _open_menu(self, row: str, x: int, y: int) -> None:
        """Of a room, of a talk, or of somebody in the list of people."""
        found = self._chat.conversations.by_name(row)
        if found is not None and found.kind != "direct":
            self._room_menu.open(found, x, y)
        elif row not in GROUPS:
            self._person_menu.open(row.removeprefix("@"), x, y)
