"""The application: its windows, and what they are told."""

from __future__ import annotations

import re
import sqlite3
import tkinter as tk
from contextlib import suppress
from pathlib import Path

from chat.desktop.client import TICK_SECONDS, Client
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import LOBBY
from chat.desktop.core.messages import Message
from chat.desktop.settings import Account, Settings
from chat.desktop.window import alerts
from chat.desktop.window.login import LoginView
from chat.desktop.window.looks import Looks
from chat.desktop.window.main import MainView
from chat.desktop.window.menubar import MenuBar
from chat.desktop.window.pane import Pane
from chat.desktop.window.private import PrivateWindow

GEOMETRY = "1000x680"
BLINK_SECONDS = 0.7
TITLE = "chat"


class App:
    """Everything happens in Tk's thread: the client is asked every 40 ms what came."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self.root = tk.Tk(className="Chat")
        self.root.title(TITLE)
        self.root.geometry(settings.size("main") or GEOMETRY)
        self.root.minsize(560, 400)
        self.looks = Looks(self.root, settings.theme, settings.font_size)
        self.looks.paint_window(self.root)
        self.client: Client | None = None
        self.main: MainView | None = None
        self.privates: dict[Conversation, PrivateWindow] = {}
        self._is_choosing = False
        self._due: set[str] = set()
        self._news: dict[Conversation, dict[int, Message]] = {}
        self._login = LoginView(
            self.root, settings, self.looks, self._come_in, self._give_up
        )
        self.menu = MenuBar(self, settings)
        self.root.protocol("WM_DELETE_WINDOW", self.leave)
        self._show_login()

    def run(self) -> int:
        """Live until the person leaves."""
        self._tick()
        self.root.mainloop()
        return 0

    # --- Coming and going -------------------------------------------------------------

    def leave(self) -> None:
        """End the program."""
        self._settings.geometry["main"] = self.root.geometry()
        self._settings.save(self._folder)
        self._drop_client()
        self.root.destroy()

    def log_in_again(self) -> None:
        """Have the person change what they come in with; nothing else is lost."""
        self._is_choosing = True
        self._show_login()

    def _come_in(self, account: Account) -> None:
        self._is_choosing = False
        known = self.client
        if known is not None and known.account.file != account.file:
            self._drop_client()
            known = None
        if known is None:
            known = self._open(account)
        if known is not None:
            known.log_in(account)
            self._remember(account)

    def _open(self, account: Account) -> Client | None:
        try:
            self.client = Client(account, self._folder, self)
        except (sqlite3.Error, OSError) as error:
            self._login.fail(f"This computer's disk does not do as it should: {error}.")
            return None
        self.main = MainView(self.root, self.client, self, self.log_in_again)
        return self.client

    def _give_up(self) -> None:
        """Try no more; what is half written in the main window stays there."""
        self._is_choosing = True
        if self.client is not None:
            self.client.hang_up()
        self._login.show(None)

    def _drop_client(self) -> None:
        for window in list(self.privates.values()):
            window.close()
        if self.main is not None:
            self.main.destroy()
        if self.client is not None:
            self.client.close()
        self.main = self.client = None
        self._news = {}

    def _remember(self, account: Account) -> None:
        settings = self._settings
        settings.host, settings.port = account.host, account.port
        settings.tls, settings.name = account.tls, account.name
        settings.guest = account.password is None
        settings.save(self._folder)

    # --- Windows ----------------------------------------------------------------------

    def go(self, conversation: Conversation) -> None:
        """Show a conversation in the main window."""
        if self.main is not None:
            self.main.show(conversation)

    def open_private(self, name: str) -> None:
        """Show the private window with somebody, and write there."""
        window = self._private(name)
        if window is not None:
            window.deiconify()
            window.lift()
            window.pane.focus()

    def _private(self, name: str) -> PrivateWindow | None:
        """The window with somebody, which is made if there is none."""
        client = self.client
        if client is None or name == client.chat.you.name:
            return None
        conversation = client.chat.direct(name)
        window = self.privates.get(conversation)
        if window is None:
            window = PrivateWindow(
                self.root,
                client,
                self,
                conversation,
                geometry=self._settings.size("private"),
                log_in=self.log_in_again,
                closed=self._private_closed,
            )
            self.privates[conversation] = window
        return window

    def _private_closed(self, window: PrivateWindow) -> None:
        self._settings.geometry["private"] = window.geometry()
        self.privates.pop(window.conversation, None)

    def _show_login(self) -> None:
        if self.main is not None:
            self.main.pack_forget()
        self._login.pack(fill="both", expand=True)
        self._login.show(self.client)
        self._login.focus()

    def _show_main(self) -> None:
        if self.main is None or self.client is None:
            return
        self._login.pack_forget()
        self.main.pack(fill="both", expand=True)
        if self.main.pane.conversation is None:
            rooms = self.client.chat.conversations.rooms
            lobby = self.client.chat.conversations.by_name(LOBBY)
            if lobby is not None or rooms:
                self.main.show(lobby or rooms[0])
        self._due |= {"lists", "people"}
        self.main.pane.focus()

    @property
    def _panes(self) -> list[Pane]:
        panes = [window.pane for window in self.privates.values()]
        return [self.main.pane, *panes] if self.main is not None else panes

    def pane_in_use(self) -> Pane | None:
        """The pane that the keyboard is in, else the main window's."""
        in_use = [p for p in self._panes if self._has_focus(p.winfo_toplevel())]
        return next(iter(in_use or self._panes), None)

    def _panes_of(self, conversation: Conversation) -> list[Pane]:
        return [pane for pane in self._panes if pane.conversation is conversation]

    # --- The view ---------------------------------------------------------------------

    def resize_text(self, by: int) -> None:
        """Larger or smaller text, everywhere."""
        self.looks.resize(self.looks.size + by)
        self._settings.font_size = self.looks.size

    def use_theme(self, theme: str) -> None:
        """Light, dark, or as the system is."""
        self._settings.theme = theme
        self.looks.use(theme)
        self.looks.paint_window(self.root)
        self.menu.paint()
        for window in self.privates.values():
            self.looks.paint_window(window)
        for pane in self._panes:
            pane.paint()
        if self.main is not None:
            self.main.paint(self.looks)

    # --- What the chat tells ----------------------------------------------------------
    # Much can come in one turn: it is noted here, and drawn once at its end.

    def listed(self) -> None:
        self._due.add("lists")

    def people(self) -> None:
        self._due.add("people")

    def typing(self) -> None:
        self._due.add("typing")

    def waiting(self) -> None:
        self._due.add("waiting")

    def shown(self, conversation: Conversation) -> None:
        self._news.pop(conversation, None)
        for pane in self._panes_of(conversation):
            pane.show(conversation)

    def changed(self, conversation: Conversation, messages: list[Message]) -> None:
        news = self._news.setdefault(conversation, {})
        news.update((message.seq, message) for message in messages)

    def extended(self, conversation: Conversation, former: int) -> None:
        for pane in self._panes_of(conversation):
            pane.timeline.extend()

    def gone(self, conversation: Conversation) -> None:
        if self.main is None or self.client is None:
            return
        lobby = self.client.chat.conversations.by_name(LOBBY)
        if self.main.pane.conversation is conversation and lobby is not None:
            self.main.show(lobby)
        self._due.add("lists")

    def noted(self, conversation: Conversation, lines: list[str]) -> None:
        for pane in self._panes_of(conversation):
            pane.timeline.note(lines)

    def warned(self, sentence: str) -> None:
        if self.main is not None:
            self.main.warn(sentence)
        for window in self.privates.values():
            if self._has_focus(window):
                window.pane.timeline.note([sentence])

    def arrived(self, conversation: Conversation, message: Message) -> None:
        if self.client is None or conversation.name in self.client.chat.attention.muted:
            return
        if any(self._is_looked_at(pane) for pane in self._panes_of(conversation)):
            return
        if not conversation.is_room:
            self._call_private(conversation)
            self._call(message.sender, message.body)
        elif self._is_named(message):
            self._call(f"{message.sender} in {conversation.name}", message.body)

    def _is_named(self, message: Message) -> bool:
        name = self.client.chat.you.name if self.client is not None else ""
        return bool(re.search(rf"(?i)\b{re.escape(name)}\b", message.body))

    def _call_private(self, conversation: Conversation) -> None:
        """Open the private window, or have it flash, and leave the keyboard alone."""
        before = self.root.focus_get()
        is_new = conversation not in self.privates
        window = self._private(conversation.label)
        if window is None:
            return
        window.flash(True)
        if is_new and before is not None:
            window.bind("<Map>", lambda _: _give_back(before), add=True)

    def _call(self, title: str, body: str) -> None:
        if self._settings.notify:
            alerts.call(self.root, title, body)

    # --- The turn ---------------------------------------------------------------------

    def _tick(self) -> None:
        """One turn: take in what came, draw what changed."""
        self.root.after(round(TICK_SECONDS * 1000), self._tick)
        client = self.client
        if client is None:
            return
        client.tick()
        self._choose_view(client)
        self._draw_news()
        self._draw_due()
        for pane in self._panes:
            if self._is_looked_at(pane):
                pane.see()
        self._show_state(client)

    def _choose_view(self, client: Client) -> None:
        if not self._login.winfo_manager() or self._is_choosing:
            return
        is_known_offline = client.state == "waiting" and client.is_known
        if client.was_welcome or is_known_offline:
            if client.chat.conversations.rooms:
                self._show_main()
        else:
            self._login.show(client)

    def _draw_news(self) -> None:
        news, self._news = self._news, {}
        for conversation, messages in news.items():
            for pane in self._panes_of(conversation):
                pane.timeline.draw(messages.values())

    def _draw_due(self) -> None:
        due, self._due = self._due, set()
        if self.main is None:
            return
        if "lists" in due:
            self.main.show_lists()
        if "people" in due:
            self.main.show_people()
        for pane in self._panes:
            if due & {"people", "lists"}:
                pane.show_heading()
            if "typing" in due:
                pane.show_typing()
            if "waiting" in due:
                pane.timeline.draw_waiting()

    def _show_state(self, client: Client) -> None:
        blink = client.timers.now() / BLINK_SECONDS % 2 < 1
        unread = client.chat.attention.unread
        here = self.main and self.main.pane.conversation
        place = f"{here.name} · {TITLE}" if here else TITLE
        title = f"({unread}) {place}" if unread else place
        if self.root.title() != title:
            self.root.title(title)
        if self.main is not None:
            self.main.show_state()
        for window in self.privates.values():
            window.show_state()
            window.show_title(blink)

    def _is_looked_at(self, pane: Pane) -> bool:
        return bool(pane.winfo_viewable()) and self._has_focus(pane.winfo_toplevel())

    def _has_focus(self, window: tk.Misc) -> bool:
        with suppress(KeyError):  # a menu that Tk has made itself
            focus = window.focus_displayof()
            return focus is not None and focus.winfo_toplevel() is window
        return False


def _give_back(focus: tk.Misc) -> None:
    with suppress(tk.TclError):  # it has gone meanwhile
        focus.focus_force()
