"""What can be done with a message, in a menu of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import messagebox, simpledialog

from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Message
from chat.desktop.window.bodies import Link
from chat.desktop.window.links import follow, links_of
from chat.desktop.window.looks import Looks
from chat.desktop.window.person_menu import add_block

EMOJI = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀", "✅", "❌")
ANY_EMOJI = "Any emoji, typed or pasted:"
LINKS_MOST = 5
# What Tk calls it.
NAME = "messagemenu"


class MessageMenu:
    """``edit(message)`` opens the composer, ``private(name)`` a private window;
    ``marked()`` is what is marked in the timeline.
    """

    def __init__(
        self,
        parent: tk.Misc,
        chat: Chat,
        looks: Looks,
        edit: Callable[[Message], None],
        private: Callable[[str], None],
        marked: Callable[[], str],
    ) -> None:
        self._parent = parent
        self._chat = chat
        self._looks = looks
        self._edit = edit
        self._private = private
        self._marked = marked
        self._menu: tk.Menu | None = None

    def open(
        self, conversation: Conversation, message: Message, x: int, y: int
    ) -> None:
        """Offer what can be done, at a place of the screen."""
        if self._menu is not None:
            self._menu.destroy()
        menu = self._menu = tk.Menu(self._parent, name=NAME, tearoff=False)
        self._looks.paint_menu(menu)
        if not message.deleted:
            self._add_reactions(menu, conversation, message)
            self._add_copying(menu, message)
        if message.author != self._chat.you.id:
            menu.add_command(
                label=f"Private talk with {message.sender}",
                command=lambda: self._private(self._chat.address_of(message)),
            )
            is_blocked = self._chat.conversations.blocks.has(message.author)
            who = message.sender, message.author
            add_block(menu, self._chat, *who, is_blocked=is_blocked)
        elif not message.deleted:
            self._add_changes(menu, conversation, message)
        menu.tk_popup(x, y)

    def _add_reactions(
        self, menu: tk.Menu, conversation: Conversation, message: Message
    ) -> None:
        inner = tk.Menu(menu, name="react", tearoff=False)
        self._looks.paint_menu(inner)
        for emoji in dict.fromkeys((*message.reactions, *EMOJI)):

            def react(emoji: str = emoji) -> None:
                self._react(conversation, message, emoji)

            given = message.has_reaction(emoji, self._chat.you.name)
            taken = "  (take back)" if given else ""
            inner.add_command(label=f"{emoji}{taken}", command=react)
        inner.add_command(
            label="Another…",
            underline=0,
            command=lambda: self._ask_emoji(conversation, message),
        )
        menu.add_cascade(label="React", menu=inner, underline=0)

    def _ask_emoji(self, conversation: Conversation, message: Message) -> None:
        writing = self._parent.tk.call("focus")
        typed = simpledialog.askstring("React", ANY_EMOJI, parent=self._parent)
        if writing:  # the dialog gives the focus to what it belongs to
            self._parent.tk.call("focus", writing)
        if emoji := (typed or "").strip():
            self._react(conversation, message, emoji)

    def _react(self, conversation: Conversation, message: Message, emoji: str) -> None:
        on = not message.has_reaction(emoji, self._chat.you.name)
        self._chat.change("react", conversation, message, emoji=emoji, on=on)

    def _add_copying(self, menu: tk.Menu, message: Message) -> None:
        marked = self._marked()
        label = "Copy what is marked" if marked else "Copy"
        copied = marked or message.body
        menu.add_command(label=label, underline=0, command=lambda: self._copy(copied))
        for link in links_of(message)[:LINKS_MOST]:

            def go(link: str = link) -> None:
                follow(self._parent, Link(link, link))

            menu.add_command(label=f"Open {link[:60]}", command=go)

    def _add_changes(
        self, menu: tk.Menu, conversation: Conversation, message: Message
    ) -> None:
        menu.add_separator()
        menu.add_command(label="Edit", underline=0, command=lambda: self._edit(message))
        menu.add_command(
            label="Delete",
            underline=0,
            command=lambda: self._ask(conversation, message),
        )

    def _ask(self, conversation: Conversation, message: Message) -> None:
        if messagebox.askokcancel(
            "Delete a message",
            f"Delete this message for everybody?\n\n{message.body[:200]}",
            parent=self._parent,
        ):
            self._chat.change("delete", conversation, message)

    def _copy(self, text: str) -> None:
        self._parent.clipboard_clear()
        self._parent.clipboard_append(text)
