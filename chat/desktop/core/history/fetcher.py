"""Gets what a conversation lacks: its last messages, older ones, and missed changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from chat.desktop.core.backoff import Backoff
from chat.desktop.core.history.messages import Event, Message, Messages
from chat.desktop.core.history.restored import Restored
from chat.desktop.core.reading.unread import reaches
from chat.desktop.core.requests import PASSING, Refusal, Requests
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.timers import Timers

PAGE = 100
# What comes before the last page is wanted down to what was read last: in large pages,
# and no farther than this.
LARGE_PAGE, REACHED_MOST = 200, 2000


class Listener(Protocol):
    """Who is told of what came."""

    def loaded(self, conversation: Conversation) -> None:
        """Its last messages are here."""

    def extended(self, conversation: Conversation, former: int) -> None:
        """Older messages came, next below the seq ``former``."""

    def merged(self, conversation: Conversation, messages: list[Message]) -> None:
        """A page of changes came; ``messages`` show something new."""

    def happened(self, conversation: Conversation, events: Iterable[Event]) -> None:
        """What has happened beside that."""

    def beside(self, messages: Messages, events: Iterable[Event], *, upto: int) -> None:
        """What happened between them, up to that number of the log."""


class Fetcher:
    """One question about a conversation's history at a time."""

    def __init__(
        self,
        requests: Requests,
        timers: Timers,
        listener: Listener,
        restored: Restored,
    ) -> None:
        self.restored = restored
        self._starting: set[Conversation] = set()
        self._requests = requests
        self._timers = timers
        self._listener = listener
        self._loading: set[Conversation] = set()
        # Of those where something did not come.
        self._backoffs: dict[Conversation, Backoff] = {}

    def load(self, conversation: Conversation) -> None:
        """The messages from the first unread one on, at least the last ones, unless
        they are here.
        """
        if conversation.messages is not None or conversation.id is None:
            return
        since = conversation.log.number

        def came(page: Event) -> None:
            messages = Messages(map(Message.of, page["messages"]), page["more"])
            # What came later than that comes with the changes.
            self._listener.beside(messages, page.get("events", ()), upto=since)
            self._reach(conversation, messages, since)

        self._history(conversation, {}, came, lambda: self.load(conversation))

    def _reach(
        self, conversation: Conversation, messages: Messages, since: int
    ) -> None:
        """Load these, with what is below them down to the first unread one."""
        is_enough = not conversation.unread or len(messages) >= REACHED_MOST
        if is_enough or reaches(messages, conversation.read):
            conversation.load(messages, messages.more, since)
            self._listener.loaded(conversation)
            self.restored.loaded(conversation)
            self.catch_up(conversation)
            return

        first = messages.first or 0

        def came(page: Event) -> None:
            messages.prepend(map(Message.of, page["messages"]), page["more"])
            self._listener.beside(messages, page.get("events", ()), upto=first)
            self._reach(conversation, messages, since)

        fields = {"before": messages.first, "limit": LARGE_PAGE}
        self._history(conversation, fields, came, lambda: self.load(conversation))

    def older(self, conversation: Conversation) -> None:
        """The page of messages next below those that are here."""
        messages = conversation.messages
        if messages is None or not messages.more or messages.first is None:
            return
        first = messages.first

        def came(page: Event) -> None:
            if conversation.messages is messages and messages.first == first:
                messages.prepend(map(Message.of, page["messages"]), page["more"])
                self._listener.beside(messages, page.get("events", ()), upto=first)
                self._listener.extended(conversation, first)

        fields = {"before": first}
        self._history(conversation, fields, came, lambda: self.older(conversation))

    def catch_up(self, conversation: Conversation) -> None:
        """The changes that are missing, page by page, one question at a time."""
        if conversation.id is None:
            return
        since = conversation.log.question()
        if since is None:
            return

        def came(page: Event) -> None:
            self._backoffs.pop(conversation, None)
            if page.get("reset") or conversation.log.is_another(page.get("epoch")):
                conversation.log.lost()
                self.start_anew(conversation)
                return
            self._listener.merged(conversation, conversation.merge(page))
            self._listener.happened(conversation, page.get("events", ()))
            self.catch_up(conversation)

        def refused(refusal: Refusal) -> None:
            conversation.log.lost()
            self._later(conversation, refusal, lambda: self.catch_up(conversation))

        fields = {"conversation": conversation.id, "since": since}
        self._requests.ask({"type": "changes", **fields}, came, refused)

    def start_anew(self, conversation: Conversation) -> None:
        """Its log is not the one that is known here: ask for what it is now."""
        if conversation.id is None or conversation in self._starting:
            return
        self._starting.add(conversation)

        def came(page: Event) -> None:
            self._starting.discard(conversation)
            for wire in page["conversations"]:
                if wire["id"] == conversation.id:
                    self.restored.let_go(conversation)
                    self.restored.tell()
                    conversation.see(wire)
                    self.load(conversation)

        def refused(refusal: Refusal) -> None:
            self._starting.discard(conversation)
            self._later(conversation, refusal, lambda: self.start_anew(conversation))

        where = {"after": conversation.id - 1, "limit": 1}
        self._requests.ask({"type": "conversations", **where}, came, refused)

    def _history(
        self,
        conversation: Conversation,
        fields: Event,
        came: Callable[[Event], None],
        again: Callable[[], None],
    ) -> None:
        if conversation in self._loading:
            return
        self._loading.add(conversation)

        def answered(page: Event) -> None:
            self._loading.discard(conversation)
            self._backoffs.pop(conversation, None)
            if conversation.log.is_another(page.get("epoch")):
                self.start_anew(conversation)
            else:
                came(page)

        def refused(refusal: Refusal) -> None:
            self._loading.discard(conversation)
            self._later(conversation, refusal, again)

        what = {"type": "history", "conversation": conversation.id, "limit": PAGE}
        self._requests.ask({**what, **fields}, answered, refused)

    def _later(
        self, conversation: Conversation, refusal: Refusal, again: Callable[[], None]
    ) -> None:
        """After a broken connection it is ``welcome`` that starts everything again."""
        if refusal.code in PASSING:
            backoff = self._backoffs.setdefault(conversation, Backoff())
            self._timers.after(refusal.retry or backoff.pause(), again)
