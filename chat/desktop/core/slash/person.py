"""Somebody who writes in a conversation, as the ``/`` words see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chat.desktop.core.chat import Chat
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.requests import Refusal
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.writing.drafts import joined


class Person:
    """``go(conversation)`` shows another one, ``leave()`` ends the program.

    ``find(text, order)`` shows what was said with these words, and
    ``members(conversation, match)`` who is in one, where the face can do that. What was
    refused and is a draft again, is shown by ``resumed()``.
    """

    def __init__(
        self,
        chat: Chat,
        here: Conversation,
        go: Callable[[Conversation], None],
        leave: Callable[[], None],
        find: Callable[[str, str], None],
        members: Callable[[Conversation, str], None] | None = None,
        resumed: Callable[[], None] = lambda: None,
    ) -> None:
        self.chat = chat
        self.here = here
        self.go = go
        self.leave = leave
        self.find = find
        self.members = members
        self._resumed = resumed

    def note(self, *lines: str) -> None:
        """Have them read something, for themselves alone."""
        self.chat.screen.noted(self.here, list(lines))

    def ask(self, type: str, **fields: Any) -> None:
        """Have the server do something."""
        self.chat.ask(type, **fields)

    def ask_or_keep(self, line: str, type: str, **fields: Any) -> None:
        """Have the server do what a line says; refused, the line is a draft again."""
        drafts, here = self.chat.drafts, self.here

        def refused(refusal: Refusal) -> None:
            draft = drafts.of(here)
            drafts.keep(here, replace(draft, text=joined(draft.text, line)))
            self.chat.requests.warn(refusal)
            self._resumed()

        self.chat.requests.ask({"type": type, **fields}, refused=refused)

    def ask_and_go(self, type: str, **fields: Any) -> None:
        """Ask for a room, and show it."""
        enter(self.chat, self.go, type, **fields)

    @property
    def last(self) -> Message | None:
        """Their own last message here."""
        return self.chat.last_own(self.here)


def enter(
    chat: Chat, go: Callable[[Conversation], None], type: str, **fields: Any
) -> None:
    """Ask for a room; ``go(room)`` shows it."""

    def came(event: Event) -> None:
        number = event["conversation"]
        number = number if isinstance(number, int) else number["id"]
        room = chat.conversations.by_id(number)
        if room is not None:
            go(room)

    # The answer is settled before it is heard of: the room is there one turn later.
    def answered(event: Event) -> None:
        chat.timers.after(0, lambda: came(event))

    chat.ask(type, answered, **fields)
