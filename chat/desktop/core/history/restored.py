"""Logs that were restored from a backup: the numbers that are known here are of other
things, so nothing of them is kept.

What this person had said and is not there any more waits for them to decide, as what
was refused does. The twin of the page's ``restored.js``.
"""

from __future__ import annotations

from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.reading.unread import reaches
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.screen import Screen
from chat.desktop.core.sending.postman import Postman
from chat.desktop.core.storage.disk import Disk
from chat.desktop.core.writing.drafts import Drafts

NEWS = "This site was restored from a backup: what was said after it is gone."
LOST = "This was lost when the site was restored from a backup."


class Restored:
    def __init__(
        self,
        you: Identity,
        postman: Postman,
        drafts: Drafts,
        disk: Disk,
        screen: Screen,
    ) -> None:
        self._you = you
        self._postman = postman
        self._drafts = drafts
        self._disk = disk
        self._screen = screen
        # What this person had said, as it was known here.
        self._own: dict[Conversation, list[Message]] = {}

    def let_go(self, conversation: Conversation) -> None:
        """Keep nothing of a conversation, here and on disk."""
        messages = conversation.messages or ()
        own = [m for m in messages if m.author == self._you.id and not m.deleted]
        self._own.setdefault(conversation, []).extend(own)
        conversation.begin_anew()
        self._drafts.let_go(conversation)
        if conversation.id is not None:
            self._disk.attempt(self._disk.store.forget, conversation.id)

    def tell(self) -> None:
        """Tell the person, once for all logs."""
        self._screen.warned(NEWS)

    def loaded(self, conversation: Conversation) -> None:
        """The last messages of a conversation are here."""
        lost = self._lost(conversation)
        for own in lost:
            where = conversation.id or 0, conversation.name
            self._disk.attempt(self._postman.outbox.hold, *where, own, LOST)
        if lost:
            self._postman.adopt()

    def _lost(self, conversation: Conversation) -> list[Message]:
        own, messages = self._own.pop(conversation, []), conversation.messages
        if not own or messages is None:
            return []
        stored = {message.id for message in messages}
        # What is below them was said before the backup, as far as can be known.
        near = [each for each in own if reaches(messages, each.seq - 1)]
        return [each for each in near if each.id not in stored]
