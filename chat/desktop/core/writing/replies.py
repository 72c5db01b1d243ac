"""What is answered by what is said next, by conversation: it outlives the program.

The twin of the page's ``reply_bar.js``. It is kept beside the drafts, which an older
copy of the client reads and writes as well.
"""

from __future__ import annotations

import json

from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.history.messages import STRANGE, Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.storage.store import Store

FACT = "replies"


class Replies:
    """On disk a moment later, with what else is new."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all = _read(store.fact(FACT))

    def of(self, conversation: Conversation) -> Reply | None:
        """What is answered there, as it reads now.

        The number is of something else since the site was restored.
        """
        reply = self._all.get(str(conversation.id))
        if reply is None or reply.epoch != (conversation.log.epoch or 0):
            return None
        messages = conversation.messages
        message = messages.get(reply.quote.seq) if messages is not None else None
        return reply if message is None else Reply(reply.epoch, message.quoted())

    def begin(self, conversation: Conversation, message: Message) -> None:
        """Answer that message by what is said next."""
        if conversation.id is not None and not conversation.gone:
            reply = Reply(conversation.log.epoch or 0, message.quoted())
            self._all[str(conversation.id)] = reply
            self._put()

    def drop(self, conversation: Conversation) -> bool:
        """Answer nothing; whether something was to be answered."""
        had = self._all.pop(str(conversation.id), None) is not None
        if had:
            self._put()
        return had

    def step(self, conversation: Conversation, by: int) -> None:
        """Answer the message before the one that is answered, at first the last one;
        ``by`` 1: the one after it, or none.
        """
        there = [m for m in conversation.messages or () if m.is_there]
        reply = self.of(conversation)
        seqs = [message.seq for message in there]
        if reply is None or reply.quote.seq not in seqs:
            if by < 0 and there:
                self.begin(conversation, there[-1])
        elif by > 0 and reply.quote.seq == seqs[-1]:
            self.drop(conversation)
        else:
            at = max(0, seqs.index(reply.quote.seq) + by)
            self.begin(conversation, there[at])

    def clear(self) -> None:
        """What is begun was another's."""
        self._all = {}
        self._put()

    def _put(self) -> None:
        kept = {place: reply.kept() for place, reply in self._all.items()}
        self._store.put_fact(FACT, json.dumps(kept))


def _read(kept: str) -> dict[str, Reply]:
    try:
        found = json.loads(kept or "{}")
        return {place: Reply.of(each) for place, each in found.items()}
    except STRANGE:
        return {}
