"""Deletions that can be taken back for a few seconds: nobody hears of them until then.

The twin of the page's ``deletions.js``. Of a program that ends they are done at once.
"""

from __future__ import annotations

from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.requests import Refusal, Requests
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.screen import Screen
from chat.desktop.core.timers import Timer, Timers

UNDO_SECONDS = 5.0
Key = tuple[Conversation, int]


class Deletions:
    def __init__(self, requests: Requests, timers: Timers, screen: Screen) -> None:
        self._requests = requests
        self._timers = timers
        self._screen = screen
        self._pending: dict[Key, Timer] = {}

    def begin(self, conversation: Conversation, message: Message) -> None:
        """Hide a message, and delete it if nobody takes that back."""
        key = (conversation, message.seq)
        if message.is_there and key not in self._pending:
            command = {"type": "delete", **conversation.at(message.seq)}
            self._pending[key] = self._timers.after(
                UNDO_SECONDS, lambda: self._do(key, command)
            )
            self._mark(key, True)

    def undo(self, conversation: Conversation, message: Message) -> None:
        """Show it again; what was sent by now cannot be taken back."""
        self._stop((conversation, message.seq))

    def undo_last(self) -> bool:
        """Take back what was begun last; false if nothing can be taken back."""
        if not self._pending:
            return False
        self._stop([*self._pending][-1])
        return True

    def clear(self) -> None:
        """What waits was another's: it is not done."""
        for key in [*self._pending]:
            self._stop(key)

    def flush(self) -> None:
        """Do at once what waits."""
        for timer in list(self._pending.values()):
            call, timer.call = timer.call, None
            if call is not None:
                call()

    def _stop(self, key: Key) -> None:
        timer = self._pending.pop(key, None)
        if timer is not None:
            timer.cancel()
            self._mark(key, False)

    def _do(self, key: Key, command: Event) -> None:
        self._pending.pop(key, None)

        def refused(refusal: Refusal) -> None:
            self._mark(key, False)
            self._requests.warn(refusal)

        self._requests.ask(command, refused=refused)

    def _mark(self, key: Key, going: bool) -> None:
        conversation, seq = key
        messages = conversation.messages
        message = messages.get(seq) if messages is not None else None
        if message is not None:
            message.going = going
            self._screen.changed(conversation, [message])
