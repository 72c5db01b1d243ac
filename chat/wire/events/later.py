"""What is to be said later: told to whoever it is by, and nobody else."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from chat.wire.events.base import Event
from chat.wire.objects import Time

__all__ = ["Later", "Scheduled", "Unscheduled"]


class Later(Struct, kw_only=True):
    """A message of yours that is to be said later, or could not be said.

    id: by which it is posted then.
    conversation: where; absent of a direct one that is opened by it, and of one that is
        not there any more.
    name: of that one, as in ``Conversation``.
    person: of a direct one, the other person's number.
    body: as it was typed.
    at: when it is to be said.
    action: true: it tells what you do; else it is not there.
    reply_to: the ``seq`` of the message that it answers, if it answers one.
    error: the code of why it could not be said; else it is not there.
    detail: the same in a sentence, likewise.
    """

    id: UUID
    conversation: int | UnsetType = UNSET
    name: str
    person: int | UnsetType = UNSET
    body: str
    at: Time
    action: bool | UnsetType = UNSET
    reply_to: int | UnsetType = UNSET
    error: str | UnsetType = UNSET
    detail: str | UnsetType = UNSET


class Scheduled(Event, tag="scheduled"):
    """What of yours is to be said later, or could not be said.

    messages: those that are new, or read otherwise now; by their time.
    whole: true: there are no others; else it is not there, and the others stay.
    """

    messages: list[Later]
    whole: bool | UnsetType = UNSET


class Unscheduled(Event, tag="unscheduled"):
    """Something is not to be said later any more.

    id: of the message.
    conversation: where it has been said; absent if it has not.
    seq: the number that it has there, likewise.
    """

    id: UUID
    conversation: int | UnsetType = UNSET
    seq: int | UnsetType = UNSET


LaterEvent = Scheduled | Unscheduled
