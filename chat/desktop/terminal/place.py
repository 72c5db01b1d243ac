"""Where the person is: in which conversation, how far up, and what they write there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chat.desktop.core.chat import Chat
from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.history.messages import Message
from chat.desktop.core.reading.news import next_with_news
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.writing.changing import recall
from chat.desktop.core.writing.drafts import Draft
from chat.desktop.terminal.editor import Editor
from chat.desktop.terminal.panels import Panel


class Place:
    """``scrolled``: by how many lines; ``editing``: the message that is changed.
    ``panel``: what lies over it; ``found``: the seq of the message that somebody was
    led to, and ``aim``, until it has come into view; ``offered``: what a word that is
    begun can be ended with.

    ``redraw()`` is called when the place itself changes.
    """

    def __init__(self, chat: Chat, redraw: Callable[[], None]) -> None:
        self._chat = chat
        self._redraw = redraw
        self.editor = Editor()
        self.here: Conversation | None = None
        self.editing: Message | None = None
        self.scrolled = 0
        self.panel: Panel | None = None
        self.found = self.aim = 0
        self.offered = ""

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
        is_looked_at = not (self.scrolled or self.panel or self.aim)
        if self.here is not None and is_looked_at and self.here.unread:
            self._chat.seen(self.here)
            self._redraw()

    def go(self, conversation: Conversation) -> None:
        """Turn to a conversation, with what was begun in it."""
        self.here = conversation
        self._chat.attention.be_in(conversation)
        self.scrolled = self.found = self.aim = 0
        self.panel = None
        self._recall(conversation)
        self._chat.fetcher.load(conversation)
        self._redraw()

    def keep(self) -> None:
        """What is written is a draft, for whoever comes back."""
        if self.here is None:
            return
        draft = self._chat.drafts.of(self.here)
        if self.editing is not None:
            draft = replace(draft, seq=self.editing.seq, words=self.editor.text)
        else:
            draft = replace(draft, text=self.editor.text)
        self._chat.drafts.keep(self.here, draft)

    def step(self, by: int) -> None:
        """Go so many conversations further down the list."""
        neighbour = self._chat.conversations.neighbour(self.here, by)
        if neighbour is not None:
            self.go(neighbour)

    def step_to_unread(self) -> None:
        """Go to a conversation with something to read."""
        unread = next_with_news(self._chat.conversations, 1)
        if unread is not None:
            self.go(unread)

    @property
    def answered(self) -> Reply | None:
        """What is answered by what is said next."""
        return self._chat.replies.of(self.here) if self.here is not None else None

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
        """Begin anew, or go on with what was begun before a message was changed."""
        begun = ""
        if self.here is not None and not self.editor.text:
            self._chat.replies.drop(self.here)
        if self.editing is not None and self.here is not None:
            begun = self._chat.drafts.of(self.here).text
            self._chat.drafts.keep(self.here, Draft(begun))
        self.editing = None
        self.editor.fill(begun)

    def resume(self) -> None:
        """A change was refused, and is begun again; not under somebody's fingers."""
        if self.here is not None and not self.editor.text:
            self._recall(self.here)
            self._redraw()

    def _recall(self, conversation: Conversation) -> None:
        self.editing, text = recall(self._chat, conversation)
        self.editor.fill(text)
