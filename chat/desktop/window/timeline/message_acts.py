"""What somebody does with a message of a pane, by its menu, a key or a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation


class Lists(Protocol):
    """The windows that list messages, and lead to them."""

    def lead(self, conversation: Conversation, seq: int) -> None:
        """Show a message where it was said."""

    def chain(self, here: Conversation, seq: int) -> None:
        """What it answers, and what answers it."""

    def versions(self, here: Conversation, seq: int) -> None:
        """What it said before."""

    def why(self, here: Conversation, seq: int) -> None:
        """Why this person was notified of it, or not."""

    def reactors(self, here: Conversation, message: Message) -> None:
        """Who has reacted to it."""

    def members(self, here: Conversation, match: str = "") -> None:
        """Who is in it."""


class MessageActs:
    """``here()`` is the conversation of the pane, ``edit(message)`` and
    ``answer(message)`` begin that in its composer, ``marked()`` is what is marked in
    its timeline; ``open_file(message, 0)`` shows or stores the first of its files.
    """

    def __init__(
        self,
        chat: Chat,
        lists: Callable[[], Lists],
        here: Callable[[], Conversation | None],
        open_private: Callable[[str], None],
    ) -> None:
        self._chat = chat
        self._lists = lists
        self._here = here
        self.open_private = open_private
        self.edit: Callable[[Message], None] = _nothing
        self.answer: Callable[[Message], None] = _nothing
        self.marked: Callable[[], str] = str
        self.open_file: Callable[[Message, int], None] = _no_file

    def do(self, kind: str, value: str, message: Message) -> None:
        """What a click on something is for: see ``runs``."""
        if kind == "lead":
            self.lead(int(value))
        elif kind == "undo":
            self.undo(message)
        elif kind == "versions":
            self.versions(message)
        elif kind == "person":
            self.open_named(int(value), message)
        elif kind == "file":
            self.open_file(message, int(value))

    def lead(self, seq: int) -> None:
        """Go to another message of this conversation."""
        here = self._here()
        if here is not None:
            self._lists().lead(here, seq)

    def open_named(self, number: int, message: Message) -> None:
        """Talk in private with somebody whom the message names."""
        if number != self._chat.you.id:
            named = (m.shown for m in message.mentions if m.author == number)
            self.open_private(next(named, ""))

    def pin(self, message: Message) -> None:
        """Have it at hand for everybody here, or no more."""
        here = self._here()
        if here is not None:
            self._chat.kept.pin(here, message.seq, not message.pinned)

    def save(self, message: Message) -> None:
        """Keep it in one's own list, or no more."""
        here = self._here()
        if here is not None:
            on = not self._chat.kept.saved.has(here, message.seq)
            self._chat.kept.save(here, message.seq, on)

    def delete(self, message: Message) -> None:
        """Delete it, if that is not taken back within some seconds."""
        here = self._here()
        if here is not None:
            self._chat.kept.deletions.begin(here, message)

    def undo(self, message: Message) -> None:
        """Do not delete it."""
        here = self._here()
        if here is not None:
            self._chat.kept.deletions.undo(here, message)

    def chain(self, message: Message) -> None:
        """Show the replies that it is among."""
        here = self._here()
        if here is not None:
            self._lists().chain(here, message.seq)

    def versions(self, message: Message) -> None:
        """Show what it said before."""
        here = self._here()
        if here is not None:
            self._lists().versions(here, message.seq)

    def why(self, message: Message) -> None:
        """Show why this person was notified of it, or not."""
        here = self._here()
        if here is not None:
            self._lists().why(here, message.seq)

    def reactors(self, message: Message) -> None:
        """Show who has reacted."""
        here = self._here()
        if here is not None:
            self._lists().reactors(here, message)

    def is_answered(self, message: Message) -> bool:
        """Whether something that is here answers it, or it answers something."""
        here = self._here()
        said = here.messages if here is not None else None
        quotes = (each.quote for each in said or ())
        answers = any(
            quote is not None and quote.seq == message.seq for quote in quotes
        )
        return message.quote is not None or answers


def _nothing(message: Message) -> None:
    """The pane is not made yet."""


def _no_file(message: Message, at: int) -> None:
    """As of ``_nothing``."""
