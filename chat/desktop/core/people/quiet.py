"""What goes from one's lists, for one's own quiet: who is blocked, what is hidden."""

from __future__ import annotations

import json

from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Requests, nothing
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.rooms.memberships import Memberships
from chat.desktop.core.screen import Screen
from chat.desktop.core.sending.postman import Postman
from chat.desktop.core.storage.disk import Disk


class Quiet:
    """Who is blocked is kept on disk as well, to be known before the server says it."""

    def __init__(
        self,
        memberships: Memberships,
        conversations: Conversations,
        postman: Postman,
        requests: Requests,
        disk: Disk,
        screen: Screen,
    ) -> None:
        self._postman = postman
        self._memberships = memberships
        self._conversations = conversations
        self._requests = requests
        self._disk = disk
        self._screen = screen
        self._blocks = conversations.blocks
        self._blocks.replace(json.loads(disk.store.fact("blocked") or "[]"))

    def hide(self, conversation: Conversation) -> None:
        """Put a talk out of the way, until the next word."""
        where = {"conversation": conversation.id, "seq": conversation.log.number}
        self._requests.ask({"type": "hide", **where})

    def look(self, conversation: Conversation) -> None:
        """Somebody looks at a talk that is not listed here: with whom is it?

        The name may be typed in another spelling, and the talk may only be hidden.
        """
        if conversation.id is not None or not self._requests.is_up:
            return
        typed = conversation.label

        def found(event: Event) -> None:
            name = self._memberships.settle(conversation, event["person"])
            self._postman.rename(f"@{typed}", name)
            show()

        def show(_: object = None) -> None:
            # What answers is ``joined``, and taken in as such; or there is none.
            self._requests.ask({"type": "show", "name": typed}, nothing, nothing)

        self._requests.ask({"type": "find", "name": typed}, found, show)

    def hear_welcome(self, event: Event) -> None:
        if self._blocks.replace(event.get("blocked", [])):
            self._changed()
        for each in self._conversations:
            self.look(each)

    def hear_blocked(self, event: Event) -> None:
        self._blocks.hear(event)
        self._changed()
        if event["on"]:
            self._memberships.let_go(event.get("conversation"))

    def hear_hidden(self, event: Event) -> None:
        self._memberships.let_go(event["conversation"])

    def _changed(self) -> None:
        kept = json.dumps(self._blocks.people)
        self._disk.attempt(self._disk.store.keep_fact, "blocked", kept)
        self._screen.people()
        for each in self._conversations:
            self._screen.shown(each)
