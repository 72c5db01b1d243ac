"""Where the person is: in which conversation, how far up, and what they write there."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Message
from chat.desktop.terminal.editor import Editor


class Place:
    """``scrolled``: by how many lines; ``editing``: the message that is changed.

    ``redraw()`` is called when the place itself changes.
    """

    def __init__(self, chat: Chat, redraw: Callable[[], None]) -> None:
        self._chat = chat
        self._redraw = redraw
        self._drafts: dict[str, str] = {}
        self.editor = Editor()
        self.here: Conversation | None = None
        self.editing: Message | None = None
        self.scrolled = 0

    def settle(self) -> None:
        """Be somewhere, and read what is there.

        Where the conversation has gone under somebody's fingers they are nowhere, until
        they have cleared what was meant for it.
        """
        conversations = self._chat.conversations
        if self.here not in conversations:
            self.here = self.editing = None
            if conversations.home is not None and not self.editor.text:
                self.go(conversations.home)
        if self.here is not None and not self.scrolled and self.here.unread:
            self._chat.seen(self.here)
            self._redraw()

    def go(self, conversation: Conversation) -> None:
        """Turn to a conversation, with what was begun in it."""
        if self.here is not None:
            self._drafts[self.here.name] = self.editor.text
        self.here = conversation
        self.editing = None
        self.scrolled = 0
        self.editor.fill(self._drafts.pop(conversation.name, ""))
        self._chat.fetcher.load(conversation)
        self._redraw()

    def step(self, by: int) -> None:
        """Go so many conversations further down the list."""
        neighbour = self._chat.conversations.neighbour(self.here, by)
        if neighbour is not None:
            self.go(neighbour)

    def step_to_unread(self) -> None:
        """Go to a conversation with something to read."""
        unread = self._chat.conversations.first_unread
        if unread is not None:
            self.go(unread)

    def scroll(self, lines: int) -> None:
        """Up, or down where it is negative."""
        self.scrolled = max(0, self.scrolled + lines)

    def edit_last(self) -> None:
        """Change one's last message, unless something else is begun."""
        last = self._chat.last_own(self.here) if self.here is not None else None
        if last is not None and not self.editor.text:
            self.editing = last
            self.editor.fill(last.body)

    def clear(self) -> None:
        """Begin anew."""
        self.editing = None
        self.editor.fill("")
