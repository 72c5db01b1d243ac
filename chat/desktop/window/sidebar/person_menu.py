"""What can be done about a person, in a menu of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import messagebox

from chat.desktop.core.chat import Chat
from chat.desktop.window.sidebar.levels import add_levels
from chat.desktop.window.theme.looks import Looks


class PersonMenu:
    """``private(name)`` opens a private window."""

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        private: Callable[[str], None],
    ) -> None:
        self._parent = parent
        self._chat = chat
        self._looks = looks
        self._private = private
        self._menu: tk.Menu | None = None

    def open(self, name: str, x: int, y: int) -> None:
        """Offer what can be done about somebody, at a place of the screen."""
        if name == self._chat.you.name:
            return
        if self._menu is not None:
            self._menu.destroy()
        menu = self._menu = tk.Menu(self._parent, name="personmenu", tearoff=False)
        self._looks.paint_menu(menu)
        menu.add_command(
            label=f"Private talk with {name}", command=lambda: self._private(name)
        )
        talk = self._chat.conversations.by_name(f"@{name}")
        if talk is not None and talk.id is not None:
            add_levels(menu, self._chat, talk, self._looks)
            menu.add_command(label="Hide this talk", command=lambda: self._hide(name))
        author = self._chat.conversations.blocks.number_of(name)
        add_block(menu, self._chat, name, author, is_blocked=author is not None)
        menu.tk_popup(x, y)

    def _hide(self, name: str) -> None:
        talk = self._chat.conversations.by_name(f"@{name}")
        if talk is not None:
            self._chat.quiet.hide(talk)


def add_block(
    menu: tk.Menu, chat: Chat, name: str, author: int | None, *, is_blocked: bool
) -> None:
    """Offer to block somebody, or to unblock them; ``author``: their number."""

    def block() -> None:
        if is_blocked or _agrees(menu, name):
            chat.ask("block", name=name, author=author, on=not is_blocked)

    menu.add_command(
        label=f"{'Unblock' if is_blocked else 'Block'} {name}", command=block
    )


def _agrees(menu: tk.Menu, name: str) -> bool:
    return messagebox.askokcancel(
        f"Block {name}",
        f"Block {name}?\n\nWhat they write to you, and their invitations, will not"
        " reach you; in rooms their messages are folded. They are not told.",
        parent=menu.master,
    )
