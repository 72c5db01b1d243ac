"""Which conversations this person is in, and who else comes and goes."""

from __future__ import annotations

from chat.desktop.core.history.fetcher import Fetcher
from chat.desktop.core.history.happened import why
from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.people.renames import Renames
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.rooms.titles import let_one_go
from chat.desktop.core.screen import Screen
from chat.desktop.core.storage.disk import Disk
from chat.desktop.core.storage.store import KEPT, RENDERER

# Who has missed more than this sees the conversation as if it were just opened.
FAR_BEHIND = KEPT


class Memberships:
    """What is not this person's any more is forgotten, on disk as well."""

    def __init__(
        self,
        you: Identity,
        conversations: Conversations,
        *,
        fetcher: Fetcher,
        disk: Disk,
        screen: Screen,
    ) -> None:
        self._you = you
        self._conversations = conversations
        self._fetcher = fetcher
        self.renames = Renames(you, conversations, disk, screen)
        self._disk = disk
        self._screen = screen
        # Who has made the HTML that is kept; 0 where the server does not say so.
        self._renderer = int(disk.store.fact(RENDERER) or 0)

    def recall(self) -> None:
        """Begin with what is on disk."""
        store = self._disk.store
        for wire in store.conversations():
            messages = store.messages(wire["id"])
            conversation = self._conversations.add(wire)
            conversation.load(messages, more=bool(messages))
            own = any(message.author == self._you.id for message in messages)
            conversation.written = conversation.written or own

    def end_all(self) -> None:
        """What is here was another's."""
        for conversation in self._conversations:
            self._conversations.remove(conversation)
            self._forget(conversation)

    def hear_welcome(self, event: Event) -> None:
        """The whole list."""
        self._let_go_if_old(event.get("renderer", 0))
        wires = event["conversations"]
        if [wire for wire in wires if self._let_go_if_other(wire)]:
            self._fetcher.restored.tell()
        for wire in wires:
            self._let_go_if_far(wire)
        former = {each: each.name for each in self._conversations}
        for each in self._conversations.replace(wires):
            self._forget(each)
        for each in self._conversations:
            self.renames.follow(each, former.get(each, each.name))
        self.renames.hear_people(event)
        self._screen.listed()
        for each in self._conversations:
            self._fetch(each)

    def hear_joined(self, event: Event) -> None:
        """For oneself it is the whole conversation, for others only its number."""
        if isinstance(event["conversation"], int):
            self._note(event, "joined")
        else:
            wire = event["conversation"]
            known = self._conversations.by_id(wire["id"])
            if known is not None and known.log.is_another(wire.get("epoch")):
                self._fetcher.restored.let_go(known)
            self._fetch(self._conversations.add(wire))
            self._screen.listed()

    def hear_left(self, event: Event) -> None:
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is None:
            return
        if self._is_own(event):
            self.let_go(conversation.id)
            if by := event.get("by"):
                out = f"{by} has put you out of {conversation.name}{why(event)}."
                self._screen.warned(out)
        elif not event.get("by"):  # else it is told as it stands in the log
            self._note(event, "left")
            if let_one_go(conversation, event.get("author")):
                self._screen.listed()

    def let_go(self, id: int | None) -> None:
        """That conversation is in no list any more."""
        conversation = self._conversations.by_id(id)
        if conversation is not None:
            self._conversations.remove(conversation)
            self._forget(conversation)
            self._screen.listed()

    def settle(self, opened: Conversation, person: Event) -> str:
        """A talk was opened by a name that ``person`` has in another spelling, maybe.

        There is one talk with one person; returns its name.
        """
        name, key = f"@{person['name']}", f"@{person['key']}"
        known = self._conversations.by_name(key)
        if opened.id is None and known not in (None, opened):
            self._conversations.remove(opened)
            self._screen.gone(opened)
        elif opened.id is None:
            opened.name, opened.key = name, key
        self._screen.listed()
        return name

    # --- Steps ------------------------------------------------------------------------

    def _fetch(self, conversation: Conversation) -> None:
        self._fetcher.load(conversation)
        self._fetcher.catch_up(conversation)

    def _forget(self, conversation: Conversation) -> None:
        if conversation.id is not None:
            self._disk.attempt(self._disk.store.forget, conversation.id)
        self._screen.gone(conversation)

    def _let_go_if_other(self, wire: Event) -> bool:
        """Whether what is here is of another log."""
        known = self._conversations.by_id(wire["id"])
        if known is None:
            return False
        is_ahead = wire["head"] < known.log.number
        is_other = is_ahead or known.log.is_another(wire.get("epoch"))
        if is_other:
            self._fetcher.restored.let_go(known)
        return is_other

    def _let_go_if_far(self, wire: Event) -> None:
        known = self._conversations.by_id(wire["id"])
        if known is not None and wire["head"] - known.log.number > FAR_BEHIND:
            known.messages = None

    def _let_go_if_old(self, renderer: int) -> None:
        """What another renderer has made is not what the messages look like now."""
        if renderer == self._renderer:
            return
        self._renderer = renderer
        for conversation in self._conversations:
            if conversation.id is not None:
                conversation.messages = None
        self._disk.attempt(self._disk.store.forget_all, RENDERER, str(renderer))

    def _note(self, event: Event, verb: str) -> None:
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is not None and not self._is_own(event):
            self._screen.noted(conversation, [f"{event['from']} {verb}."])

    def _is_own(self, event: Event) -> bool:
        """By the number: the name may be another by now."""
        author: int | None = event.get("author")
        return (
            event["from"] == self._you.name
            if author is None
            else author == self._you.id
        )
