"""What is told of polls beside the log: answers to who asks, and to who votes."""

from __future__ import annotations

from chat.wire.events.base import Event
from chat.wire.objects import Message, Person
from chat.wire.polls import Poll

__all__ = ["Polls", "Voted", "Voters"]


class Voted(Event, tag="voted"):
    """You have voted, by this connection or another.

    target: the poll's ``seq``.
    poll: how it stands now, with what you have chosen.
    """

    conversation: int
    target: int
    poll: Poll


class Polls(Event, tag="polls"):
    """A page of the polls of a conversation.

    messages: the last first, each with its ``poll``.
    more: there are others: ask for those before the last one's ``seq``.
    """

    conversation: int
    messages: list[Message]
    more: bool


class Voters(Event, tag="voters"):
    """Who has chosen what.

    target: the poll's ``seq``.
    voters: for each option, in their order, who has chosen it, the first voter first:
        200 of each at most. Who is gone for good is not among them, and is counted.
    """

    conversation: int
    target: int
    voters: list[list[Person]]


PollEvent = Polls | Voted | Voters
