"""What of a conversation calls this person, as a part of a menu."""

from __future__ import annotations

import tkinter as tk

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.theme.looks import Looks

LEVELS = {
    "all": "Everything",
    "mentions": "What mentions me",
    "nothing": "Nothing",
}


def add_levels(menu: tk.Menu, chat: Chat, place: Conversation, looks: Looks) -> None:
    """Offer what of a conversation is to call."""
    inner = tk.Menu(menu, name="levels", tearoff=False)
    looks.paint_menu(inner)
    for level, label in LEVELS.items():

        def choose(level: str = level) -> None:
            chat.attention.levels.set(place, level=level)

        mark = "●  " if place.level == level else "○  "
        inner.add_command(label=mark + label, command=choose)
    menu.add_cascade(label="What is news", menu=inner)
