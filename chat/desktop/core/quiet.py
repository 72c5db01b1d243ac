"""What goes from the lists for a person's peace: who is blocked, what is hidden."""

from __future__ import annotations

import json
from collections.abc import Callable

from chat.desktop.core.blocks import Blocks
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import Conversations
from chat.desktop.core.disk import Disk
from chat.desktop.core.messages import Event
from chat.desktop.core.requests import Requests
from chat.desktop.core.screen import Screen


class Quiet:
    """``blocks``: who is blocked, as far as the server has said; also on disk."""

    def __init__(
        self,
        conversations: Conversations,
        requests: Requests,
        *,
        disk: Disk,
        screen: Screen,
        end: Callable[[Conversation], None],
    ) -> None:
        """``end(conversation)``: it is in no list any more."""
        self._conversations = conversations
        self._requests = requests
        self._disk = disk
        self._screen = screen
        self._end = end
        self.blocks = Blocks(json.loads(disk.store.fact("blocked") or "[]"))

    def look(self, conversation: Conversation) -> None:
        """Somebody looks at a talk that is not listed here: it may only be hidden."""
        if conversation.id is None and self._requests.is_up:
            # What answers is ``joined``, and taken in as such; or there is none.
            show = {"type": "show", "name": conversation.label}
            self._requests.ask(show, lambda _: None, lambda _: None)

    def hear_welcome(self, event: Event) -> None:
        if self.blocks.replace(event.get("blocked", [])):
            self._changed()
        for each in self._conversations:
            self.look(each)

    def hear_blocked(self, event: Event) -> None:
        self.blocks.hear(event)
        self._changed()
        if event["on"]:
            self._let_go(event.get("conversation"))

    def hear_hidden(self, event: Event) -> None:
        self._let_go(event["conversation"])

    def _let_go(self, id: int | None) -> None:
        conversation = self._conversations.by_id(id)
        if conversation is not None:
            self._conversations.remove(conversation)
            self._end(conversation)
            self._screen.listed()

    def _changed(self) -> None:
        kept = json.dumps(self.blocks.people)
        self._disk.attempt(self._disk.store.keep_fact, "blocked", kept)
        self._screen.people()
        for each in self._conversations:
            self._screen.shown(each)
