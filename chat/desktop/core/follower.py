"""Follows the logs: takes in what comes next, and has fetched what is missing."""

from __future__ import annotations

from chat.desktop.core.conversations import Conversations
from chat.desktop.core.fetcher import Fetcher
from chat.desktop.core.logbook import Logbook
from chat.desktop.core.messages import Event, Message


class Follower:
    def __init__(
        self, conversations: Conversations, fetcher: Fetcher, logbook: Logbook
    ) -> None:
        self._conversations = conversations
        self._fetcher = fetcher
        self._logbook = logbook

    def hear(self, event: Event) -> None:
        """An event of a log: the next one, or a sign that some are missing."""
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is None:
            return
        if conversation.receive(event):
            messages = conversation.messages
            message = None if messages is None else messages.apply(event)
            if event["type"] == "message":
                self._logbook.count(conversation, message or Message.of(event))
            self._logbook.take(conversation, [message] if message else [])
        self._fetcher.catch_up(conversation)

    def hear_heads(self, event: Event) -> None:
        """How far the logs have come."""
        for id, head in event["heads"].items():
            conversation = self._conversations.by_id(int(id))
            if conversation is not None:
                conversation.log.hear(head)
                self._fetcher.catch_up(conversation)
