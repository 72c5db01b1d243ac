"""Somebody who writes in a conversation, as the ``/`` words see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat.desktop.core.chat import Chat
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.messages import Event, Message


class Person:
    """``go(conversation)`` shows another one, ``leave()`` ends the program."""

    def __init__(
        self,
        chat: Chat,
        here: Conversation,
        go: Callable[[Conversation], None],
        leave: Callable[[], None],
    ) -> None:
        self.chat = chat
        self.here = here
        self.go = go
        self.leave = leave

    def note(self, *lines: str) -> None:
        """Have them read something, for themselves alone."""
        self.chat.screen.noted(self.here, list(lines))

    def ask(self, type: str, **fields: Any) -> None:
        """Have the server do something."""
        self.chat.ask(type, **fields)

    def ask_and_go(self, type: str, **fields: Any) -> None:
        """Ask for a room, and show it."""

        def came(event: Event) -> None:
            number = event["conversation"]
            number = number if isinstance(number, int) else number["id"]
            room = self.chat.conversations.by_id(number)
            if room is not None:
                self.go(room)

        # The answer is settled before it is heard of: the room is there one turn later.
        def answered(event: Event) -> None:
            self.chat.timers.after(0, lambda: came(event))

        self.chat.ask(type, answered, **fields)

    @property
    def last(self) -> Message | None:
        """Their own last message here."""
        return self.chat.last_own(self.here)
