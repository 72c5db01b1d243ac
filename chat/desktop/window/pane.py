"""One conversation to read and to write in, in the main window or one of its own."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Protocol

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import GONE, Conversation
from chat.desktop.core.rooms.titles import called
from chat.desktop.core.slash.line import say
from chat.desktop.core.slash.person import Person
from chat.desktop.window.composer.composer import Composer
from chat.desktop.window.composer.field import Field
from chat.desktop.window.composer.passing import Passing
from chat.desktop.window.composer.writer import Writer
from chat.desktop.window.dialogs.card import ProfileCard, serve_names
from chat.desktop.window.dialogs.files import add_files, open_file
from chat.desktop.window.slices import Slices
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.theme.shortening import ShortLabel
from chat.desktop.window.timeline.message_acts import Lists, MessageActs
from chat.desktop.window.timeline.message_menu import MessageMenu
from chat.desktop.window.timeline.timeline import Timeline


class Application(Protocol):
    """What a pane, and the window around it, may ask of the application."""

    @property
    def looks(self) -> Looks:
        """What everything looks like."""

    @property
    def faces(self) -> Faces:
        """What people look like."""

    @property
    def slices(self) -> Slices:
        """Who draws what takes long."""

    @property
    def found(self) -> Lists:
        """The windows that list messages, and lead to them."""

    def go(self, conversation: Conversation) -> None:
        """Show a conversation where it belongs."""

    def find(self, text: str, order: str) -> None:
        """Show what was said with these words."""

    def open_private(self, name: str) -> None:
        """Show the private window with somebody."""

    def log_in(self) -> None:
        """Have the person change what they come in with."""

    def leave(self) -> None:
        """End the program."""


class Pane(ttk.Frame):
    """Shows one conversation, or nothing yet."""

    def __init__(self, parent: tk.Misc, chat: Chat, app: Application) -> None:
        super().__init__(parent, name="pane")
        self._chat = chat
        self._app = app
        self.conversation: Conversation | None = None
        self._is_looked_at = False
        self._acts = MessageActs(
            chat, lambda: app.found, lambda: self.conversation, app.open_private
        )
        self._make(app.looks)
        self.card = ProfileCard(self, chat, app.looks, app.open_private, app.faces)
        serve_names(self.timeline, self.card, app.open_private)

    def show(self, conversation: Conversation) -> None:
        """Turn to a conversation."""
        self.conversation = conversation
        self.composer.open(conversation)
        self.timeline.show(conversation)
        self.show_heading()
        self.show_typing()
        self._chat.fetcher.load(conversation)

    def show_heading(self) -> None:
        """The name and the topic, as they are now."""
        if self.conversation is not None:
            self._title.say(called(self.conversation, self._chat.you.id))
            self._topic.say(self._subtitle(self.conversation))
            self.composer.show()

    def show_typing(self) -> None:
        if self.conversation is not None:
            text = self._chat.people.typists.text(self.conversation.id)
            self._typing.configure(text=text)

    def see(self, is_looked_at: bool) -> None:
        """If somebody looks here, what stands at the end has been read."""
        if self._is_looked_at and not is_looked_at:
            self.timeline.leave()
        self._is_looked_at = is_looked_at
        here = self.conversation
        if is_looked_at and here is not None and self.timeline.shows_end:
            self._chat.seen(here)

    def end(self, sentence: str) -> None:
        """The conversation has gone: keep what stands here, and send nothing more."""
        self.conversation = None
        self.composer.end(sentence)

    @property
    def field(self) -> Field:
        """Where is written."""
        return self.composer.text

    def begin(self, line: str) -> None:
        """Begin a line that the person goes on with; their draft is spared."""
        self.composer.begin(line)

    def say(self, line: str) -> bool:
        """Do what a line asks for, or post it; false if it is to be kept."""
        if self.conversation is None:
            return False
        app = self._app
        ways = app.go, app.leave, app.find, app.found.members
        person = Person(self._chat, self.conversation, *ways, self.composer.resume)
        self.timeline.scroller.follow()
        return say(line, person)

    def focus(self) -> None:
        self.composer.text.focus_set()

    def paint(self) -> None:
        """Take the colours of the theme."""
        self.timeline.paint()
        self.composer.paint()

    def _make(self, looks: Looks) -> None:
        self._make_heading(looks)
        acts = self._acts
        self._menu = MessageMenu(self, self._chat, looks, acts)
        self.timeline = Timeline(
            self,
            self._chat,
            looks,
            menu=self._open_menu,
            decide=self._decide,
            act=acts.do,
            slices=self._app.slices,
            faces=self._app.faces,
        )
        writer = Writer(self._chat, self.say, self.timeline.scroller.follow)
        self.composer = Composer(self, looks, writer)
        acts.edit, acts.answer = self.composer.edit, self.composer.answers.begin
        acts.marked, acts.open_file = self.timeline.copying.marked, self._open_file
        self.passing = Passing(self.field)
        self.passing.serve(self.timeline.text)
        self._typing = ttk.Label(self, name="typing", style="Typing.Small.TLabel")
        self.composer.pack(side="bottom", fill="x")
        self._typing.pack(side="bottom", fill="x")
        self.timeline.pack(fill="both", expand=True, padx=(looks.px(12), 0))

    def _make_heading(self, looks: Looks) -> None:
        heading, px = ttk.Frame(self, name="heading"), looks.px
        looks.pad(heading, 14, 10, 14, 8)
        self._title = ShortLabel(heading, "name", "Title.TLabel", lambda: px(28))
        self._topic = ShortLabel(heading, "topic", "Soft.TLabel")
        self._title.pack(side="left")
        self._topic.pack(
            side="left", fill="x", expand=True, padx=(px(12), 0), pady=(4, 0)
        )
        heading.pack(fill="x")

    # --- What the person does ---------------------------------------------------------

    def add_files(self) -> None:
        """Share files that the person chooses."""
        if self.conversation is not None:
            self.timeline.scroller.follow()
            add_files(self, self._chat, self.conversation)

    def _open_file(self, message: Message, at: int) -> None:
        here = self.conversation
        if here is not None:
            open_file(self, self._app.looks, self._chat, here, message, at)

    def _open_menu(self, message: Message, x: int, y: int) -> None:
        if self.conversation is not None:
            self._menu.open(self.conversation, message, x, y)

    def _decide(self, id: str, what: str) -> None:
        postman = self._chat.postman
        acts = {"retry": postman.retry, "cancel": postman.cancel}
        acts.get(what, postman.remove)(id)

    def _subtitle(self, conversation: Conversation) -> str:
        if conversation.kind == "group":
            return "only those in this group can read it"
        if conversation.is_room:
            private = "private room  " if conversation.private else ""
            return private + conversation.topic
        if conversation.gone:
            return GONE
        if self._chat.people.is_here(conversation):
            return "is here"
        # A guest may have no way back.
        kept = "" if conversation.is_with_guest else "; what you write is kept"
        return f"is not here{kept}"
