"""What the core tells its face, whichever that is."""

from __future__ import annotations

from typing import Protocol

from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation


class Screen(Protocol):
    """Who shows it. A conversation that is not shown anywhere may be told of, too."""

    def listed(self) -> None:
        """The list of conversations has changed, or what is unread."""

    def people(self) -> None:
        """Who is online has changed."""

    def shown(self, conversation: Conversation) -> None:
        """Its messages are others now: all of them are to be drawn."""

    def changed(self, conversation: Conversation, messages: list[Message]) -> None:
        """These messages are new, or read differently; maybe only the topic does."""

    def extended(self, conversation: Conversation, former: int) -> None:
        """Older messages came, next below the seq ``former``."""

    def arrived(self, conversation: Conversation, message: Message) -> None:
        """Somebody else has said something, just now."""

    def waiting(self) -> None:
        """What is typed and not posted yet has changed."""

    def typing(self) -> None:
        """Who is typing has changed."""

    def renamed(self, conversation: Conversation, former: str) -> None:
        """It has another name than that: what goes by the name goes along."""

    def gone(self, conversation: Conversation) -> None:
        """This person is not in it any more."""

    def noted(self, conversation: Conversation, lines: list[str]) -> None:
        """Something to read that is no message, for this person alone."""

    def warned(self, sentence: str) -> None:
        """Something went wrong, or was refused."""
