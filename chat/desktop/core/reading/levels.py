"""What of each conversation calls this person, and which rooms their list has not."""

from __future__ import annotations

import json
from typing import Any

from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import (
    OFFLINE,
    PASSING,
    Answered,
    Refusal,
    Requests,
    nothing,
)
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.screen import Screen
from chat.desktop.core.storage.disk import Disk

LEVELS = {
    "all": "In {} everything is news to you.",
    "mentions": "In {} only what mentions you is news to you.",
    "nothing": "In {} nothing is news to you.",
}
# What was muted by a version of before, on this computer alone.
MUTED = "muted"


class Levels:
    """The server keeps them; they are the same at all doors."""

    def __init__(
        self,
        conversations: Conversations,
        requests: Requests,
        disk: Disk,
        screen: Screen,
    ) -> None:
        self._conversations = conversations
        self._requests = requests
        self._disk = disk
        self._screen = screen

    def set(
        self,
        conversation: Conversation,
        answered: Answered | None = None,
        **changes: Any,
    ) -> None:
        """Have ``level`` of it call, or the room ``hidden``, from now on."""
        where = {"type": "level", "conversation": conversation.id, **changes}
        self._requests.ask(where, answered or nothing)

    def look(self, conversation: Conversation) -> None:
        """Somebody looks at a room that they had put out of their list: it is back."""
        if conversation.hidden:
            where = {"type": "level", "conversation": conversation.id}
            self._requests.ask({**where, "hidden": False}, nothing, nothing)

    def hear(self, event: Event) -> None:
        """The event ``level``."""
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is not None:
            conversation.level = event["level"]
            conversation.hidden = event.get("hidden", False)
            self._disk.store.put(conversation)
            self._screen.listed()

    def hear_welcome(self, event: Event) -> None:
        """What was muted here is to be so at all doors, once."""
        for name in self._muted():
            conversation = self._conversations.by_name(name)
            if conversation is not None and conversation.level == "all":
                self._mute(name, conversation)
            else:
                self._forget(name)

    def clear(self) -> None:
        """What was muted here was another's."""
        if self._muted():
            self._keep([])

    # --- Steps ------------------------------------------------------------------------

    def _mute(self, name: str, conversation: Conversation) -> None:
        """It waits for the next connection if this one ends before the answer."""

        def refused(refusal: Refusal) -> None:
            if refusal.code not in {OFFLINE.code, *PASSING}:
                self._forget(name)
                self._requests.warn(refusal)

        where = {"type": "level", "conversation": conversation.id, "level": "nothing"}
        self._requests.ask(where, lambda _: self._forget(name), refused)

    def _muted(self) -> list[str]:
        names: list[str] = json.loads(self._disk.store.fact(MUTED) or "[]")
        return names

    def _forget(self, name: str) -> None:
        self._keep([each for each in self._muted() if each != name])

    def _keep(self, names: list[str]) -> None:
        kept = json.dumps(names) if names else ""
        self._disk.attempt(self._disk.store.keep_fact, MUTED, kept)
