"""What all events have in common."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

__all__ = ["UNSET", "Event"]


class Event(Struct, tag_field="type", kw_only=True, rename={"sender": "from"}):
    """What the server says.

    ref: of the command that this answers; absent from all else.
    conversation: the conversation's number.
    seq: the number that this took in the conversation's log.
    target: the ``seq`` of the message that it happened to.
    id: what the message's author calls it.
    sender: the name of whoever did it.
    author: their number; it is missing only if another version of the server tells.
    guest: they have no account.
    body: as it was typed.
    html: the body as HTML that is safe in a page.
    at: when it happened.
    epoch: the log's, as in ``Conversation``.
    """

    ref: str | UnsetType = UNSET
