"""Messages in a list, wherever they were said: kept, answered, named, or found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from chat.desktop.core.content.quotes import DELETED, excerpt
from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.blocks import UNHEARD
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations

GONE = "This message is gone."


@dataclass(frozen=True)
class Found:
    """``place``: the conversation's name, empty if that goes without saying; ``note``
    is told beside it. ``leads``: it can be gone to.
    """

    conversation: int
    seq: int
    place: str
    sender: str
    at: str
    words: str
    note: str = ""
    leads: bool = True


@dataclass(frozen=True)
class Page:
    """``next``: what to ask for after it; None if there is no more."""

    found: list[Found] = field(default_factory=list)
    next: int | None = None


Came = Callable[[Page], None]


class Rows:
    """Makes such of what the wire tells, as this person is to see it."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def message(self, wire: Event, conversation: int, place: str = "") -> Found:
        """A ``Message`` of the wire."""
        quote, blocks = wire.get("quote"), self._conversations.blocks
        note = ""
        if quote and not blocks.has(quote["author"]):
            note = f"answers {quote['from']}"
        words = DELETED if wire["deleted"] else self._words(wire)
        said = wire["from"], wire["at"], words
        return Found(conversation, wire["seq"], place, *said, note)

    def kept(self, wire: Event, note: str = "") -> Found:
        """A ``Kept`` of the wire: ``note`` is told beside it."""
        known = self._conversations.by_id(wire["conversation"])
        where = wire["conversation"], wire["seq"], known.name if known else ""
        at = wire.get("at") or wire["kept"]
        if wire.get("gone"):
            return Found(*where, "", at, GONE, note, leads=False)
        is_here = known is not None
        return Found(*where, wire["from"], at, self._words(wire), note, leads=is_here)

    def place(self, found: Found) -> Conversation | None:
        """Where it was said, if this person is there."""
        return self._conversations.by_id(found.conversation)

    def _words(self, wire: Event) -> str:
        if self._conversations.blocks.has(wire.get("author", 0)):
            return UNHEARD
        words = excerpt(wire["body"])
        return f"* {words}" if wire.get("action") else words
