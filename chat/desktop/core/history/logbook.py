"""What has come of the logs: it is counted, kept on disk, and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chat.desktop.core.history.happened import as_happened, sentence_of
from chat.desktop.core.history.messages import Event, Message, Messages
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.screen import Screen
from chat.desktop.core.storage.disk import Disk


class Logbook:
    """``is_own(message)``: whether this person has said it. It is asked of everything
    that comes, and may take it as a proof that a post has arrived. What
    those in ``blocks`` say is nothing unread, and calls nobody.
    """

    def __init__(
        self,
        disk: Disk,
        screen: Screen,
        is_own: Callable[[Message], bool],
        blocks: Blocks,
    ) -> None:
        self._disk = disk
        self._screen = screen
        self._is_own = is_own
        self._blocks = blocks

    # --- What the fetcher brings ------------------------------------------------------

    def loaded(self, conversation: Conversation) -> None:
        self._look_through(conversation, conversation.messages or ())
        # Some may be newer than the head that the server has told.
        self._count(conversation, conversation.messages or ())
        self._disk.attempt(self._disk.store.begin, conversation)
        self._screen.shown(conversation)
        self._screen.listed()

    def extended(self, conversation: Conversation, former: int) -> None:
        older = (m for m in conversation.messages or () if m.seq < former)
        self._look_through(conversation, older)
        self._disk.attempt(self._disk.store.extend, conversation, former)
        self._screen.extended(conversation, former)

    def begins(self, conversation: Conversation, start: int) -> None:
        """What was said before that number is older than the site keeps it."""
        if start <= conversation.start:
            return
        conversation.start = start
        messages = conversation.messages
        is_shown = messages is not None and messages.forget_before(start)
        forget = self._disk.store.forget
        self._disk.attempt(forget, conversation.id or 0, start)
        if is_shown:
            self._screen.shown(conversation)

    def merged(self, conversation: Conversation, messages: list[Message]) -> None:
        self._count(conversation, messages)
        self.take(conversation, messages)

    def happened(self, conversation: Conversation, events: Iterable[Event]) -> None:
        """Beside what was said, the next in the log."""
        lines = []
        for event in filter(None, map(as_happened, events)):
            lines.append(f"* {sentence_of(event, self._blocks)}")
            conversation.standing.hear(event, conversation.you)
            if event["kind"] == "name":
                former = conversation.name
                key = event.get("key") or event["value"]
                conversation.rename(event["value"], key, gone=False)
                self._screen.renamed(conversation, former)
        if lines:
            self._screen.listed()
        if lines and conversation.messages is not None:
            self._screen.noted(conversation, lines)

    def beside(self, messages: Messages, events: Iterable[Event], *, upto: int) -> None:
        """It stands between them, wherever they are shown."""
        for event in filter(None, map(as_happened, events)):
            if event["seq"] <= upto:
                line = f"* {sentence_of(event, self._blocks)}"
                messages.beside.note(event["seq"], line)

    # --- What is heard as it happens --------------------------------------------------

    def count(self, conversation: Conversation, message: Message) -> None:
        """Somebody has said something, or it was changed."""
        is_quiet = self._look_at(conversation, message)
        is_quiet = is_quiet or self._blocks.has(message.author)
        if conversation.count(message, is_quiet):
            self._screen.arrived(conversation, message)

    def take(self, conversation: Conversation, messages: list[Message]) -> None:
        """These messages show something new, or the conversation itself does."""
        self._look_through(conversation, messages)
        self._disk.store.put(conversation, messages)
        self._screen.changed(conversation, messages)
        self._screen.listed()

    def _count(self, conversation: Conversation, messages: Iterable[Message]) -> None:
        for message in messages:
            self.count(conversation, message)

    def _look_through(
        self, conversation: Conversation, messages: Iterable[Message]
    ) -> None:
        for message in messages:
            self._look_at(conversation, message)

    def _look_at(self, conversation: Conversation, message: Message) -> bool:
        own = self._is_own(message)
        conversation.written = conversation.written or own
        return own
