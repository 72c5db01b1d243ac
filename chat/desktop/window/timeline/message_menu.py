"""What can be done with a message, in a menu of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from tkinter import simpledialog

from chat.desktop.core.chat import Chat
from chat.desktop.core.content.spans import code_blocks
from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.sidebar.person_menu import add_block
from chat.desktop.window.theme.looks import Looks
from chat.desktop.window.timeline.bodies import Link
from chat.desktop.window.timeline.links import follow, links_of
from chat.desktop.window.timeline.message_acts import MessageActs

EMOJI = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀", "✅", "❌")
ANY_EMOJI = "Any emoji, typed or pasted:"
LINKS_MOST, CODES_MOST = 5, 5
SAVE, UNSAVE = "Save for later", "Take off the saved ones"
# What Tk calls it.
NAME = "messagemenu"


class MessageMenu:
    """``acts`` does what is chosen."""

    def __init__(
        self, parent: tk.Misc, chat: Chat, looks: Looks, acts: MessageActs
    ) -> None:
        self._parent = parent
        self._chat = chat
        self._looks = looks
        self._acts = acts
        self._menu: tk.Menu | None = None

    def open(
        self, conversation: Conversation, message: Message, x: int, y: int
    ) -> None:
        """Offer what can be done, at a place of the screen."""
        if self._menu is not None:
            self._menu.destroy()
        menu = self._menu = tk.Menu(self._parent, name=NAME, tearoff=False)
        self._looks.paint_menu(menu)
        if message.going:
            self._add(menu, "Undo", self._acts.undo, message, 0)
        elif not message.deleted:
            self._add_answering(menu, conversation, message)
            self._add_copying(menu, message)
            self._add_keeping(menu, conversation, message)
        if self._acts.is_answered(message):
            self._add(menu, "Show the replies", self._acts.chain, message, 2)
        if message.author != self._chat.you.id:
            self._add_person(menu, conversation, message)
        elif message.is_there:
            menu.add_separator()
            self._add(menu, "Edit", self._acts.edit, message, 0)
            self._add(menu, "Delete", self._acts.delete, message, 0)
        menu.tk_popup(x, y)

    def _add(
        self,
        menu: tk.Menu,
        label: str,
        act: Callable[[Message], None],
        message: Message,
        underline: int = -1,
    ) -> None:
        menu.add_command(label=label, underline=underline, command=lambda: act(message))

    def _add_person(
        self, menu: tk.Menu, conversation: Conversation, message: Message
    ) -> None:
        mark = partial(self._chat.attention.mark_unread, conversation)
        self._add(menu, "Mark as unread from here", mark, message)
        menu.add_command(
            label=f"Private talk with {message.sender}",
            command=lambda: self._acts.open_private(self._chat.address_of(message)),
        )
        is_blocked = self._chat.conversations.blocks.has(message.author)
        who = message.sender, message.author
        add_block(menu, self._chat, *who, is_blocked=is_blocked)

    def _add_answering(
        self, menu: tk.Menu, conversation: Conversation, message: Message
    ) -> None:
        if not conversation.gone:
            self._add(menu, "Reply", self._acts.answer, message, 2)
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
        if message.reactions:
            self._add(menu, "Who has reacted", self._acts.reactors, message, 0)

    def _ask_emoji(self, conversation: Conversation, message: Message) -> None:
        writing = self._parent.tk.call("focus")
        typed = simpledialog.askstring("React", ANY_EMOJI, parent=self._parent)
        if writing:  # the dialog gives the focus to what it belongs to
            self._parent.tk.call("focus", writing)
        if emoji := (typed or "").strip():
            self._react(conversation, message, emoji)

    def _react(self, conversation: Conversation, message: Message, emoji: str) -> None:
        on = not message.has_reaction(emoji, self._chat.you.name)
        self._chat.change("react", conversation, message.seq, emoji=emoji, on=on)

    def _add_copying(self, menu: tk.Menu, message: Message) -> None:
        marked = self._acts.marked()
        label = "Copy what is marked" if marked else "Copy"
        copied = marked or message.body
        menu.add_command(label=label, underline=0, command=lambda: self._copy(copied))
        blocks = code_blocks(message.html, message.body)[:CODES_MOST]
        for place, code in enumerate(blocks, 1):
            number = f" {place}" if len(blocks) > 1 else ""
            copy = partial(self._copy, code)
            menu.add_command(label=f"Copy the code{number}", command=copy)
        for link in links_of(message)[:LINKS_MOST]:

            def go(link: str = link) -> None:
                follow(self._parent, Link(link, link))

            menu.add_command(label=f"Open {link[:60]}", command=go)

    def _add_keeping(
        self, menu: tk.Menu, conversation: Conversation, message: Message
    ) -> None:
        menu.add_separator()
        pin = "Unpin" if message.pinned else "Pin for everybody here"
        self._add(menu, pin, self._acts.pin, message, pin.index("n"))
        saved = self._chat.kept.saved

        def label() -> str:
            return UNSAVE if saved.has(conversation, message.seq) else SAVE

        self._add(menu, label(), self._acts.save, message, 0)
        place = menu.index("end")

        def learned() -> None:
            with suppress(tk.TclError):  # it is closed by now
                menu.entryconfigure(place or 0, label=label())

        saved.learn(learned)
        if message.edited and message.author == self._chat.you.id:
            self._add(menu, "What it said before", self._acts.versions, message)
        if message.author != self._chat.you.id:
            self._add(menu, "Why you were notified, or not", self._acts.why, message)

    def _copy(self, text: str) -> None:
        self._parent.clipboard_clear()
        self._parent.clipboard_append(text)
