"""Who you are, who is here, and what they are doing."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from chat.wire.events.base import Event
from chat.wire.objects import Conversation, Limits, Person

__all__ = ["Online", "Presence", "Typing", "Welcome"]


class Welcome(Event, tag="welcome"):
    """You are in: the first event of every connection that was let in.

    protocol: the version of this contract.
    you: who you are.
    conversations: all that you are in: the lobby, rooms, direct ones.
    online: the names of those who are here, you among them.
    presence: the version of that list; 0 if it is not known to be whole.
    limits: how much the site takes.
    token: brings you back as the same guest; for guests at the JSON door alone.
    blocked: whom you have blocked: see ``blocked``.
    """

    protocol: int
    you: Person
    conversations: list[Conversation]
    online: list[str]
    presence: int
    limits: Limits
    token: str | UnsetType = UNSET
    blocked: list[Person] = field(default_factory=list)


class Presence(Event, tag="presence"):
    """Somebody has come, or gone.

    version: of the list after this. One more than yours: change your list. Not more:
        drop this. Anything else: ask ``who``.
    online: the names of those who have come.
    offline: the names of those who have gone.
    """

    version: int
    online: list[str]
    offline: list[str]


class Online(Event, tag="online"):
    """Who is here.

    version: of the list; 0 if it is not known to be whole.
    users: the names of all, you among them.
    """

    version: int
    users: list[str]


class Typing(Event, tag="typing"):
    """Somebody is writing: show it for some seconds.

    sender: who.
    """

    conversation: int
    sender: str


PersonEvent = Welcome | Presence | Online | Typing
