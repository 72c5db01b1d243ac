"""A post whose id was used before: it is the same message, or another one's id."""

from __future__ import annotations

from chat import wire
from chat.models.messages.message import Message
from chat.models.posting.addresses import is_addressed
from chat.models.posting.draft import Draft
from chat.wire.errors import IdReused


def same(draft: Draft, earlier: Message, said: bytes) -> wire.Posted:
    """What the earlier one was answered; ``said``: the digest of this one.

    Raises:
        IdReused: it says something else, or somewhere else.
    """
    if bytes(earlier.digest) != said or not is_addressed(
        earlier.conversation, draft.to, draft.author
    ):
        raise IdReused
    at = wire.timestamp(earlier.at)
    place, seq = earlier.conversation_id, earlier.seq
    return wire.Posted(id=earlier.uuid, conversation=place, seq=seq, at=at)
