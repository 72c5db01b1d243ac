"""What is begun and not sent, by conversation: it outlives windows and the program.

Also a message that is being changed, with the words that are to be its own.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from chat.desktop.core.history.messages import STRANGE
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.storage.store import Store

FACT = "drafts"


@dataclass(frozen=True)
class Draft:
    """``seq``: the message that is being changed to ``words``, or 0."""

    text: str = ""
    seq: int = 0
    words: str = ""


class Drafts:
    """On disk a moment later, with what else is new."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all = _read(store.fact(FACT))

    def of(self, conversation: Conversation) -> Draft:
        """What is begun there."""
        named = self._all.get(conversation.name)
        return self._all.get(str(conversation.id), named or Draft())

    def keep(self, conversation: Conversation, draft: Draft) -> None:
        """This is begun there now."""
        if draft == self.of(conversation):
            return
        self._all.pop(conversation.name, None)
        self._all.pop(str(conversation.id), None)
        if draft != Draft():
            self._all[str(conversation.id or conversation.name)] = draft
        self._put()

    def let_go(self, conversation: Conversation) -> None:
        """The message that is being changed is gone: its words are a draft again."""
        draft = self.of(conversation)
        if draft.seq:
            self.keep(conversation, Draft(joined(draft.text, draft.words)))

    def clear(self) -> None:
        """What is begun was another's."""
        self._all = {}
        self._put()

    def _put(self) -> None:
        kept = {place: asdict(draft) for place, draft in self._all.items()}
        self._store.put_fact(FACT, json.dumps(kept))


def joined(*texts: str) -> str:
    """One below the other."""
    return "\n".join(filter(None, texts))


def _read(kept: str) -> dict[str, Draft]:
    try:
        return {
            place: Draft(**each) for place, each in json.loads(kept or "{}").items()
        }
    except STRANGE:
        return {}
