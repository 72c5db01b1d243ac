"""What each message of the shown conversation looks like now, below the one before it.

Words of the blocked are folded until somebody unfolds them. Above the first message
that nobody has read yet stands a line: from when the conversation is shown until it is
shown again, or its window is left.
"""

from __future__ import annotations

from dataclasses import replace

from chat.desktop.core.history.happened import told_above
from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.reading.unread import first_unread
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.window.timeline.bodies import Run
from chat.desktop.window.timeline.folds import Folds
from chat.desktop.window.timeline.runs import folded_runs, message_runs

NEW_LINE: Run = ("New\n", ("new",))


class Appearance:
    """``you`` is who reads it, and has blocked whom ``blocks`` says.

    ``sought``: a message that is to be in sight before all others.
    """

    sought: int | None = None

    def __init__(self, you: Identity, blocks: Blocks) -> None:
        self._you = you
        self._blocks = blocks
        self._folds = Folds(blocks)
        self._conversation: Conversation | None = None
        self._read = 0
        self._line: int | None = None

    @property
    def line(self) -> int | None:
        """The seq of the first message that nobody has read yet."""
        return self._line

    @property
    def aim(self) -> int | None:
        """What is to be in sight: what is sought, or what is new."""
        return self._line if self.sought is None else self.sought

    @property
    def unread(self) -> int:
        """How many messages are here from that one on."""
        messages = self._conversation and self._conversation.messages
        if self._line is None or not messages:
            return 0
        return sum(message.seq >= self._line for message in messages)

    def begin(self, conversation: Conversation) -> None:
        """A conversation is shown, or once more."""
        if conversation is not self._conversation:
            self._folds.clear()
        self._conversation, self.sought = conversation, None
        self.leave()

    def leave(self) -> set[int]:
        """Nobody looks any more: the line is where they go on. Returns what changes."""
        before, self._line = self._line, None
        if self._conversation is not None:
            self._read = self._conversation.read
        after = self.move_line()
        return after ^ ({before} if before is not None else set())

    def see(self, seq: int) -> None:
        """Somebody looks on as it comes: it is not new to them."""
        if self._line is None:
            self._read = max(self._read, seq)

    def move_line(self) -> set[int]:
        """Have the line where it belongs; returns the seqs of what changes by that."""
        line = self._line
        if line is not None and self._is_new(line):
            return set()
        if line is None and self._conversation is not None:
            self._read = max(self._read, self._conversation.read)
        self._line = self._first_new()
        return {seq for seq in (line, self._line) if seq is not None}

    def unfold(self, message: Message) -> None:
        """Somebody wants to see the words of somebody blocked."""
        self._folds.unfold(message)

    def runs(self, message: Message, first: int) -> list[Run]:
        """A message; what stands below the seq ``first`` is not drawn."""
        messages = self._conversation and self._conversation.messages
        previous = messages.before(message.seq) if messages else None
        told = told_above(messages, message) if messages else []
        above: list[Run] = [(f"{line}\n", ("note",)) for line in told]
        if previous is not None and previous.seq < first:
            previous = None
        line = [*above, NEW_LINE] if message.seq == self._line else above
        if self._folds.has(message):
            return [*line, *folded_runs(message, previous)]
        if previous is not None and (line or self._folds.has(previous)):
            previous = replace(previous, author=0)  # its name stands nowhere
        you = self._you.name, self._blocks
        runs = message_runs(message, previous, *you, you=self._you.id)
        return [*line, *runs]

    # --- Steps ------------------------------------------------------------------------

    def _first_new(self) -> int | None:
        messages = self._conversation and self._conversation.messages
        if not messages:
            return None
        return first_unread(messages, self._read, self._is_heard)

    def _is_new(self, seq: int) -> bool:
        """Whether it is something that somebody else has said."""
        messages = self._conversation and self._conversation.messages
        message = messages.get(seq) if messages else None
        if message is None or message.deleted:
            return False
        return self._is_heard(message)

    def _is_heard(self, message: Message) -> bool:
        is_own = message.author == self._you.id
        return not is_own and not self._blocks.has(message.author)
