"""What can be done with a room, in a menu of its own; and where such menus open."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import LOBBY
from chat.desktop.window.sidebar.levels import add_levels
from chat.desktop.window.theme.looks import Looks

MENU_KEYS = ("<Menu>", "<Shift-F10>")
MENU_BUTTONS = ("<Button-3>", "<Button-2>", "<Control-Button-1>")


class RoomMenu:
    """``go(room)`` shows a room, ``begin(line)`` begins a line there."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        *,
        go: Callable[[Conversation], None],
        begin: Callable[[str], None],
    ) -> None:
        self._parent = parent
        self._chat = chat
        self._looks = looks
        self._go, self._begin = go, begin
        self._menu: tk.Menu | None = None

    def open(self, room: Conversation, x: int, y: int) -> None:
        """Offer what can be done, at a place of the screen."""
        if self._menu is not None:
            self._menu.destroy()
        menu = self._menu = tk.Menu(self._parent, name="roommenu", tearoff=False)
        self._looks.paint_menu(menu)
        menu.add_command(label=f"Go to {room.name}", command=lambda: self._go(room))
        add_levels(menu, self._chat, room, self._looks)
        menu.add_command(label="Put it out of the list", command=self._hiding(room))
        for label, line in (("Invite somebody …", "/invite "), ("Topic …", "/topic ")):
            menu.add_command(label=label, command=self._beginning(room, line))
        if room.name != LOBBY or self._chat.you.free_lobby:
            menu.add_separator()
            menu.add_command(
                label=f"Leave {room.name}",
                command=lambda: self._chat.ask("leave", conversation=room.id),
            )
        menu.tk_popup(x, y)

    def _hiding(self, room: Conversation) -> Callable[[], None]:
        """It is out of the list once nobody looks at it."""

        def hide() -> None:
            home = self._chat.conversations.home
            if room is self._chat.conversations.current and home is not None:
                self._go(home)
            self._chat.quiet.hide(room)

        return hide

    def _beginning(self, room: Conversation, line: str) -> Callable[[], None]:
        def begin() -> None:
            self._go(room)
            self._begin(line)

        return begin


def serve(tree: ttk.Treeview, open_at: Callable[[str, int, int], None]) -> None:
    """Have ``open_at(row, x, y)`` called for a click on a row, or the selected one."""

    def by_mouse(event: tk.Event[tk.Misc]) -> str:
        if row := tree.identify_row(event.y):
            open_at(row, event.x_root, event.y_root)
        return "break"

    def by_key(event: tk.Event[tk.Misc]) -> str:
        for row in tree.selection()[:1]:
            x, y, _, height = tree.bbox(row) or (0, 0, 0, 0)
            left, top = tree.winfo_rootx() + 40, tree.winfo_rooty()
            open_at(row, left + int(x), top + int(y) + int(height))
        return "break"

    for button in MENU_BUTTONS:
        tree.bind(button, by_mouse)
    for key in MENU_KEYS:
        tree.bind(key, by_key)
