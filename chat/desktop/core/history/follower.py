"""Follows the logs: takes in what comes next, and has fetched what is missing."""

from __future__ import annotations

from chat.desktop.core.content.polls import poll_in
from chat.desktop.core.history.fetcher import Fetcher
from chat.desktop.core.history.logbook import Logbook
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.timers import Timers

# `posted` can come before the `message` itself: the log is asked only after this long.
ECHO_SECONDS = 2.0


class Follower:
    def __init__(
        self,
        conversations: Conversations,
        fetcher: Fetcher,
        logbook: Logbook,
        timers: Timers,
    ) -> None:
        self._conversations = conversations
        self._fetcher = fetcher
        self._logbook = logbook
        self._timers = timers

    def hear(self, event: Event) -> None:
        """An event of a log: the next one, or a sign that some are missing."""
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is None:
            return
        if event["type"] == "voted":
            self._voted(conversation, event)
            return
        if conversation.receive(event):
            self._take(conversation, event)
            self._logbook.happened(conversation, [event])
        self._fetcher.catch_up(conversation)

    def _take(self, conversation: Conversation, event: Event) -> None:
        blocks, messages = self._conversations.blocks, conversation.messages
        if event["type"] == "edited" and not blocks.has(event.get("author", 0)):
            conversation.recount(event)
        message = None if messages is None else messages.apply(event)
        if said := message or said_or_deleted(event):
            self._logbook.count(conversation, said)
        quoting = [] if messages is None else messages.quoting(event)
        self._logbook.take(conversation, [*filter(None, [message]), *quoting])

    def hear_posted(self, posted: Event) -> None:
        """One's own has taken its number."""
        heads = {str(int(posted["conversation"])): int(posted["seq"])}
        self._timers.after(ECHO_SECONDS, lambda: self.hear_heads({"heads": heads}))

    def _voted(self, conversation: Conversation, event: Event) -> None:
        """What this person has chosen, here or elsewhere."""
        messages = conversation.messages
        message = messages.get(event["target"]) if messages else None
        if message is not None:
            message.poll = poll_in(event["poll"], message.poll)
            self._logbook.take(conversation, [message])

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
            self._logbook.begins(conversation, event.get("starts", {}).get(id, 0))


def said_or_deleted(event: Event) -> Message | None:
    """What somebody has said, or was deleted, where it is not kept here."""
    if event["type"] == "message":
        return Message.of(event)
    if event["type"] != "deleted" or "whose" not in event:
        return None
    facts = {"seq": event["target"], "author": event["whose"], "changed": event["seq"]}
    return Message.of({**event, **facts, "id": "", "body": "", "deleted": True})
