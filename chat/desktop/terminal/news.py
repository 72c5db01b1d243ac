"""What the core tells the terminal, until it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.history.messages import Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.times import Midnight

NOTICE_SECONDS = 10.0


class News:
    """The core's screen. ``is_due``: something looks different now.

    ``now()`` in seconds; ``notice``: what went wrong a moment ago, or nothing;
    ``is_calling``: somebody has said something that is meant for this person.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._midnight = Midnight()
        self._notes: dict[str, list[tuple[int, str]]] = {}
        self.notice = ""
        self._notice_until = 0.0
        self.is_calling = False
        self.is_due = True

    def pass_time(self) -> None:
        """A notice is to be read for a while only, and at midnight Today is another."""
        if self._midnight.has_passed():
            self.redraw()
        if self.notice and self._now() >= self._notice_until:
            self.notice = ""
            self.redraw()

    def redraw(self) -> None:
        self.is_due = True

    def notes(self, conversation: Conversation, seq: int) -> list[str]:
        """What is to be read below the message ``seq``; below none, if it is 0."""
        notes = self._notes.get(conversation.name, [])
        return [text for after, text in notes if after == seq]

    # --- What the core tells ----------------------------------------------------------

    listed = people = typing = waiting = redraw

    def shown(self, conversation: Conversation) -> None:
        self.redraw()

    gone = shown

    def renamed(self, conversation: Conversation, former: str) -> None:
        notes = self._notes.pop(former, [])
        self._notes.setdefault(conversation.name, []).extend(notes)
        self.redraw()

    def changed(self, conversation: Conversation, messages: list[Message]) -> None:
        self.redraw()

    def extended(self, conversation: Conversation, former: int) -> None:
        self.redraw()

    def noted(self, conversation: Conversation, lines: list[str]) -> None:
        last = conversation.messages and conversation.messages.last
        after = last.seq if last else 0
        notes = self._notes.setdefault(conversation.name, [])
        notes += [(after, line) for line in lines]
        self.redraw()

    def warned(self, sentence: str) -> None:
        self.notice, self._notice_until = sentence, self._now() + NOTICE_SECONDS
        self.redraw()

    def arrived(self, conversation: Conversation, message: Message) -> None:
        is_meant = not conversation.is_room or conversation.named.has(message.seq)
        if is_meant and conversation.level != "nothing":
            self.is_calling = True
