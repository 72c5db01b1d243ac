"""Who is typing where, and when to say that one is typing oneself."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.writing.said import is_said

SHOWN_SECONDS = 5.0
TELL_SECONDS = 3.0
NEVER = float("-inf")


class Typists:
    """``now()`` in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._until: dict[tuple[int, str], float] = {}
        self._told: dict[int, float] = {}

    def heard(self, conversation: int, name: str) -> None:
        self._until[conversation, name] = self._now() + SHOWN_SECONDS

    def stopped(self, conversation: int, name: str) -> None:
        """What they were typing has arrived."""
        self._until.pop((conversation, name), None)

    def text(self, conversation: int | None) -> str:
        """``"ada is typing…"``, or nothing."""
        now = self._now()
        self._until = {key: end for key, end in self._until.items() if end > now}
        names = [name for number, name in self._until if number == conversation]
        if not names:
            return ""
        if len(names) > 2:
            names = [*names[:2], f"{len(names) - 2} more"]
        together = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        return f"{together} {'is' if len(names) == 1 else 'are'} typing…"

    def is_due(self, conversation: int, text: str) -> bool:
        """Whether to tell now that one is typing there: not of what is no message."""
        told = self._told.get(conversation, NEVER)
        due = is_said(text) and self._now() >= told + TELL_SECONDS
        if due:
            self._told[conversation] = self._now()
        return due

    def finished(self, conversation: int | None) -> None:
        """A message was sent: the next letter is news."""
        if conversation is not None:
            self._told.pop(conversation, None)
