"""Where a message is that somebody is led to: here, further up, or far away."""

from __future__ import annotations

from chat.desktop.core.reading.unread import reaches
from chat.desktop.core.rooms.conversation import Conversation

# What stands farther up is shown by itself, with what is around it.
FAR = 2000


def is_here(conversation: Conversation, seq: int) -> bool:
    """Whether that message is among those that are here, or would be if there were."""
    messages = conversation.messages
    return messages is not None and reaches(messages, seq - 1)


def is_far(conversation: Conversation, seq: int) -> bool:
    """Whether too much lies between it and those that are here to be fetched."""
    messages = conversation.messages
    first = messages.first if messages is not None else None
    return (first or conversation.log.head) - seq > FAR


def nearest(conversation: Conversation, seq: int) -> int | None:
    """The message of that number, or the next one that is here."""
    messages = conversation.messages
    return messages.after(seq - 1) if messages is not None else None
