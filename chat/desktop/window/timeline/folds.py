"""Which messages are folded: those of the blocked, until somebody unfolds one."""

from __future__ import annotations

from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks


class Folds:
    """Of the one conversation that is shown."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._unfolded: set[str] = set()

    def has(self, message: Message) -> bool:
        """Whether it is folded."""
        return self._blocks.has(message.author) and message.id not in self._unfolded

    def unfold(self, message: Message) -> None:
        """Somebody wants to read it all the same."""
        self._unfolded.add(message.id)

    def clear(self) -> None:
        """Another conversation is shown."""
        self._unfolded.clear()
