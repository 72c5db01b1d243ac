"""The windows of one person: the main one, and one for each private conversation."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress

from chat.desktop.client import Client
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.settings import Settings
from chat.desktop.window.attention import quiet
from chat.desktop.window.main import MainView
from chat.desktop.window.pane import Pane
from chat.desktop.window.private import PrivateWindow
from chat.desktop.window.slices import Slices
from chat.desktop.window.theme.faces import Faces
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.timeline.message_acts import Lists

BLINK_SECONDS = 0.7
TITLE = "chat"


class Windows:
    """``client``, ``faces`` and ``main`` are there from ``open`` to ``close``.

    ``found`` lists messages: whoever makes these sets it.

    ``log_in()`` has the person change what they come in with, ``leave()`` ends the
    program.
    """

    found: Lists
    faces: Faces

    def __init__(
        self,
        root: tk.Tk,
        looks: Looks,
        settings: Settings,
        *,
        log_in: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self.root = root
        self.looks = looks
        self.slices = Slices(root)
        self._settings = settings
        self.log_in = log_in
        self.leave = leave
        self.client: Client | None = None
        self.main: MainView | None = None
        self.find: Callable[[str, str], None] = lambda *_: None
        self._privates: dict[Conversation, PrivateWindow] = {}

    def open(self, client: Client) -> None:
        """Make the main window's view for somebody; it is shown by whoever asks."""
        self.client = client
        avatars = client.chat.people.avatars
        self.faces = Faces(self.looks, avatars.want)
        avatars.show = self.faces.show
        self.main = MainView(self.root, client, self, self._settings)
        self.find = self.main.finding.search

    def close(self) -> None:
        """Close them all; what is half written is kept."""
        for window in list(self._privates.values()):
            window.close()
        if self.main is not None:
            self.main.destroy()
        self.main = self.client = None

    # --- Going somewhere --------------------------------------------------------------

    def go(self, conversation: Conversation) -> None:
        """Show a conversation in the main window."""
        if self.main is not None:
            self.main.show(conversation)

    def open_private(self, name: str) -> None:
        """Show the private window with somebody, and write there."""
        window = self._private(name)
        if window is not None:
            window.show()

    def call_private(self, conversation: Conversation) -> None:
        """Open the private window, or have it flash, and leave the keyboard alone.

        Where a window would take the keyboard there is only the row in the list.
        """
        window = self._privates.get(conversation)
        if window is None and quiet.is_possible(self.root):
            window = self._private(conversation.label)
            if window is not None:
                window.show_quietly()
        if window is not None:
            window.flash(True)

    def close_private(self, conversation: Conversation) -> None:
        """That conversation is gone: so is its window, unless somebody writes there.

        The keyboard would go to another one, and what they type with it.
        """
        window = self._privates.get(conversation)
        if window is None:
            return
        if _has_focus(window) or window.pane.composer.text.body.strip():
            window.end()
        else:
            window.close()

    def _private(self, name: str) -> PrivateWindow | None:
        """The window with somebody, which is made if there is none."""
        client = self.client
        if client is None or name == client.chat.you.name:
            return None
        conversation = client.chat.direct(name)
        window = self._privates.get(conversation)
        if window is None:
            window = PrivateWindow(
                self.root,
                client,
                self,
                conversation,
                geometry=self._settings.size("private"),
                closed=self._private_closed,
            )
            self._privates[conversation] = window
        return window

    def _private_closed(self, window: PrivateWindow) -> None:
        self._settings.geometry["private"] = window.geometry()
        self._privates.pop(window.conversation, None)

    # --- What they show ---------------------------------------------------------------

    @property
    def panes(self) -> list[Pane]:
        """All conversations that are shown, the main window's first."""
        panes = [window.pane for window in self._privates.values()]
        return [self.main.pane, *panes] if self.main is not None else panes

    @property
    def pane_in_use(self) -> Pane | None:
        """The pane that the keyboard is in, else the main window's."""
        in_use = [p for p in self.panes if _has_focus(p.winfo_toplevel())]
        return next(iter(in_use or self.panes), None)

    @property
    def is_in_main(self) -> bool:
        """Whether the main window has the keyboard."""
        return _has_focus(self.root)

    @property
    def is_in_private(self) -> bool:
        """Whether a private window has the keyboard."""
        return any(map(_has_focus, self._privates.values()))

    def panes_of(self, conversation: Conversation) -> list[Pane]:
        """Where a conversation is shown."""
        return [pane for pane in self.panes if pane.conversation is conversation]

    def is_looked_at(self, pane: Pane) -> bool:
        """Whether somebody sees it, as far as we know."""
        if pane.composer.held or not pane.winfo_viewable():
            return False
        return _has_focus(pane.winfo_toplevel())

    def see(self) -> None:
        """What somebody looks at has been read."""
        for pane in self.panes:
            pane.see(self.is_looked_at(pane))

    def warn(self, sentence: str) -> None:
        """Say that something went wrong, also where the keyboard is."""
        if self.main is not None:
            self.main.warn(sentence)
        for window in self._privates.values():
            if _has_focus(window):
                window.pane.timeline.note([sentence])

    def show_state(self) -> None:
        """Say how the connection is, and in the titles what is unread."""
        if self.main is None or self.client is None:
            return
        own, unread = _own(self.client), self.client.chat.attention.unread
        _show_title(self.root, self.main.pane.conversation, unread, own)
        self.main.show_state()
        blink = self.client.timers.now() / BLINK_SECONDS % 2 < 1
        for window in self._privates.values():
            window.show_state()
            window.show_title(blink, own)

    def paint(self) -> None:
        """Take the colours of the theme."""
        self.looks.paint_window(self.root)
        if self.main is not None:
            self.main.paint(self.looks)
        for window in self._privates.values():
            self.looks.paint_window(window)
            window.pane.paint()

    @property
    def is_calling(self) -> bool:
        """Whether a title blinks."""
        return any(window.is_flashing for window in self._privates.values())


def _own(client: Client) -> str:
    """``"ada at chat.example.org:9001"``: who one is, and where."""
    account = client.account
    return f"{client.chat.you.name or account.name} at {account.server}"


def _show_title(root: tk.Tk, here: Conversation | None, unread: str, own: str) -> None:
    place = f"{here.name} · {own}" if here else own
    title = f"{unread}{place}"
    if root.title() != title:
        root.title(title)


def _has_focus(window: tk.Misc) -> bool:
    with suppress(KeyError):  # a menu that Tk has made itself
        focus = window.focus_displayof()
        return focus is not None and focus.winfo_toplevel() is window
    return False
