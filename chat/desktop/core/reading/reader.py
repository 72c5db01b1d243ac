"""Tells the server how far was read: at once, then at most once a second."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.history.messages import Event
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.timers import Timers

PAUSE_SECONDS = 1.0


class Reader:
    """``say(command)`` says it, if there is a connection."""

    def __init__(self, timers: Timers, say: Callable[[Event], bool]) -> None:
        self._timers = timers
        self._say = say
        self._due: set[Conversation] = set()
        self._pausing = False

    def seen(self, conversation: Conversation) -> None:
        """Everything that is here of a conversation has been seen."""
        conversation.see_all()
        if conversation.log.number <= conversation.read:
            return
        conversation.read_up_to(conversation.log.number)
        self._due.add(conversation)
        if not self._pausing:
            self._tell_all()

    def forget(self, conversation: Conversation) -> None:
        """What was not told yet is not to be told any more."""
        self._due.discard(conversation)

    def tell(self, conversation: Conversation) -> None:
        """Tell it now, without regard to what was told before."""
        self._say({"type": "read", **conversation.at(conversation.read)})

    def _tell_all(self) -> None:
        due, self._due = self._due, set()
        for conversation in due:
            self.tell(conversation)
        self._pausing = bool(due)
        if due:
            self._timers.after(PAUSE_SECONDS, self._tell_all)
