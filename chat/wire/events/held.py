"""What waits for a moderator: told to its author, and to those who decide."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from chat.wire.events.base import Event
from chat.wire.objects import Time

__all__ = ["Decided", "Held", "Holds", "Patterns", "Ruling", "Waiting"]


class Held(Event, tag="held"):
    """What you have posted waits for a moderator: the site keeps it, and nobody hears
    it before one lets it be said. It answers a ``post`` that has said ``waits``,
    and is heard, before ``unscheduled``, of what was to be said later.

    number: by which it is meant.
    """

    id: UUID
    conversation: int
    number: int
    at: Time


class Waiting(Struct, kw_only=True, rename={"sender": "from"}):
    """Something that waits for a moderator, or that was refused by one.

    number: by which it is meant.
    id: by which its author has posted it.
    conversation: the room that it is to be said in.
    name: of that one, as in ``Conversation``.
    sender: its author's name.
    author: their number.
    body: as it was typed.
    at: when it was posted.
    action: true: it tells what they do; else it is not there.
    reply_to: the ``seq`` of the message that it answers, if it answers one.
    pattern: the words that it is held back for; absent where it has a link, and its
        author is new.
    refused: true: it is not said; its author alone is told of it. Else it is not there.
    reason: why it was refused, if that was said.
    """

    number: int
    id: UUID
    conversation: int
    name: str
    sender: str
    author: int
    body: str
    at: Time
    action: bool | UnsetType = UNSET
    reply_to: int | UnsetType = UNSET
    pattern: str | UnsetType = UNSET
    refused: bool | UnsetType = UNSET
    reason: str | UnsetType = UNSET


class Holds(Event, tag="holds"):
    """What waits for a moderator, and what of yours was refused.

    As it is heard, and answers nothing, it has what has just been added.

    messages: the oldest first.
    more: true: there are others after them; else it is not there.
    """

    messages: list[Waiting]
    more: bool | UnsetType = UNSET


class Decided(Event, tag="decided"):
    """Something does not wait any more.

    number: by which it was meant.
    id: by which its author has posted it.
    author: their number.
    sender: the name of whoever has decided; the author's own, if they have taken it
        back; ``?`` if nobody has looked at it in time.
    seq: the number by which it has been said; absent if it has not.
    reason: why not, if that was said.
    """

    number: int
    id: UUID
    conversation: int
    sender: str
    author: int
    seq: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET


class Ruling(Struct, kw_only=True):
    """Words that are held back in a room, or refused.

    pattern: as in the command ``pattern``.
    act: what becomes of what is said with them.
    reason: what is told to whoever is refused; may be empty.
    by: the name of who has said so, if there is such a person any more.
    """

    pattern: str
    act: Literal["hold", "refuse"]
    reason: str = ""
    by: str | UnsetType = UNSET


class Patterns(Event, tag="patterns"):
    """Which words are held back in a room, or refused.

    patterns: in the order in which they were set.
    """

    conversation: int
    patterns: list[Ruling]


HeldEvent = Held | Holds | Decided | Patterns
