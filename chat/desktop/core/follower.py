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
            if said := message or said_or_deleted(event):
                self._logbook.count(conversation, said)
            self._logbook.take(conversation, [message] if message else [])
        self._fetcher.catch_up(conversation)

    def hear_heads(self, event: Event) -> None:
        """How far the logs have come."""
        epochs = event.get("epochs")
        for id, head in event["heads"].items():
            conversation = self._conversations.by_id(int(id))
            if conversation is None:
                continue
            conversation.log.ends(head)
            # A server of before says nothing of epochs.
            epoch = None if epochs is None else epochs.get(id, 0)
            if conversation.log.is_another(epoch):
                self._fetcher.start_anew(conversation)
            else:
                self._fetcher.catch_up(conversation)


def said_or_deleted(event: Event) -> Message | None:
    """What somebody has said, or was deleted, where it is not kept here."""
    if event["type"] == "message":
        return Message.of(event)
    if event["type"] != "deleted" or "whose" not in event:
        return None
    facts = {"seq": event["target"], "author": event["whose"], "changed": event["seq"]}
    return Message.of({**event, **facts, "id": "", "body": "", "deleted": True})
