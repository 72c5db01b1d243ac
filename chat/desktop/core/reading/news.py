"""Where something is unread that is not to be left alone."""

from __future__ import annotations

from chat.desktop.core.reading.unread import sign_of
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations


def with_news(conversations: Conversations) -> list[Conversation]:
    """In the order of the list."""
    return [each for each in conversations.listed if each.id and sign_of(each).is_news]


def next_with_news(conversations: Conversations, step: int) -> Conversation | None:
    """The next of these behind the current one, or before it; round and round."""
    listed, here = conversations.listed, conversations.current
    turns = listed[::step]
    if here in listed:
        at = listed.index(here)
        turns = [listed[(at + step * n) % len(listed)] for n in range(1, len(listed))]
    news = with_news(conversations)
    return next((each for each in turns if each in news), None)
