"""What this person's client knows: takes events in, and tells its screen what changed.

It is the twin of the page's module of the same name: no window, no socket, no clock of
its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import Conversations
from chat.desktop.core.fetcher import Fetcher
from chat.desktop.core.messages import STRANGE, Event, Message
from chat.desktop.core.outbox import Outbox
from chat.desktop.core.postman import Postman
from chat.desktop.core.reader import Reader
from chat.desktop.core.requests import Answered, Refusal, Requests
from chat.desktop.core.roster import Roster
from chat.desktop.core.store import KEPT, Store
from chat.desktop.core.timers import Timers
from chat.desktop.core.typists import Typists

# `posted` can come before the `message` itself: the log is asked only after this long.
ECHO_SECONDS = 2.0
# Who has missed more than this sees the conversation as if it were just opened.
FAR_BEHIND = KEPT
BODY_CHARACTERS = 4000
NOT_UNDERSTOOD = "The server said something that this client does not understand."
NOT_KEPT = "That could not be kept on this computer's disk, so it was not sent: {}."
STRANGER = "You were another {} when you wrote this. Send it again?"


class Screen(Protocol):
    """Who shows it. A conversation that is not shown anywhere may be told of, too."""

    def listed(self) -> None:
        """The list of conversations has changed, or what is unread."""

    def people(self) -> None:
        """Who is online has changed."""

    def shown(self, conversation: Conversation) -> None:
        """Its messages are others now: all of them are to be drawn."""

    def changed(self, conversation: Conversation, messages: list[Message]) -> None:
        """These messages are new, or read differently; maybe only the topic does."""

    def extended(self, conversation: Conversation, former: int) -> None:
        """Older messages came, next below the seq ``former``."""

    def arrived(self, conversation: Conversation, message: Message) -> None:
        """Somebody else has said something, just now."""

    def waiting(self) -> None:
        """What is typed and not posted yet has changed."""

    def typing(self) -> None:
        """Who is typing has changed."""

    def gone(self, conversation: Conversation) -> None:
        """This person is not in it any more."""

    def noted(self, conversation: Conversation, lines: list[str]) -> None:
        """Something to read that is no message, for this person alone."""

    def warned(self, sentence: str) -> None:
        """Something went wrong, or was refused."""


class Chat:
    def __init__(self, store: Store, timers: Timers, screen: Screen) -> None:
        self.store = store
        self.timers = timers
        self.screen = screen
        self.you = int(store.fact("person") or 0)
        self.name = store.fact("name")
        self.body_characters = BODY_CHARACTERS
        self.muted = set(json.loads(store.fact("muted") or "[]"))
        self._say_now: Callable[[Event], None] | None = None
        self.conversations = Conversations()
        self.roster = Roster()
        self.typists = Typists(timers.now)
        self.requests = Requests(self.say)
        self.reader = Reader(timers, self._tell_read)
        self.fetcher = Fetcher(self.requests, timers, self)
        outbox = Outbox(store, timers.now)
        self.postman = Postman(outbox, self.say, timers, lambda: screen.waiting())
        self._remember()

    # --- What the person does ---------------------------------------------------------

    @property
    def is_up(self) -> bool:
        return self._say_now is not None

    @property
    def unread(self) -> int:
        """What calls for attention: nothing of what is muted."""
        heard = (each for each in self.conversations if each.name not in self.muted)
        return sum(each.unread for each in heard)

    def say(self, command: Event) -> bool:
        """Send a command; false if there is no connection."""
        if self._say_now is None:
            return False
        self._say_now(command)
        return True

    def direct(self, name: str) -> Conversation:
        """The conversation with somebody, to be shown."""
        conversation = self.conversations.direct(name.removeprefix("@"))
        if conversation.id is None and conversation.messages is None:
            conversation.load([], False)
        return conversation

    def seen(self, conversation: Conversation) -> None:
        """Somebody looks at the end of a conversation."""
        if conversation.messages is None or not self.is_up:
            return
        if conversation.unread or conversation.log.number > conversation.read:
            self.reader.seen(conversation)
            self.store.put(conversation)
            self.screen.listed()

    def post(self, conversation: Conversation, body: str) -> bool:
        """Keep what was typed, and send it when there is a connection.

        Returns false if it cannot be kept.
        """
        self.typists.finished(conversation.id)
        return self._kept(lambda: self.postman.post(conversation, body))

    def post_to(self, name: str, body: str) -> bool:
        """The same, to ``"#room"`` or ``"@name"``."""
        known = self.conversations.by_name(name)
        if known is not None:
            return self.post(known, body)
        if name.startswith("@"):
            return self.post(self.direct(name), body)
        return self._kept(lambda: self.postman.post_to(name, body))

    def typed(self, conversation: Conversation) -> None:
        """A letter: the others may know."""
        id = conversation.id
        if id is not None and self.is_up and self.typists.is_due(id):
            self.say({"type": "typing", "conversation": id})

    def ask(self, type: str, answered: Answered | None = None, **fields: Any) -> None:
        """Any other command; if it is refused the screen is warned."""
        self.requests.ask({"type": type, **fields}, answered or _nothing, self._warn)

    def change(
        self, type: str, conversation: Conversation, message: Message, **fields: Any
    ) -> None:
        """``edit``, ``delete`` or ``react``."""
        self.ask(type, conversation=conversation.id, seq=message.seq, **fields)

    def mute(self, conversation: Conversation, on: bool) -> None:
        """Have a conversation call for no attention, or do so again."""
        self.muted.discard(conversation.name)
        if on:
            self.muted.add(conversation.name)
        self._kept(lambda: self.store.keep_fact("muted", json.dumps([*self.muted])))
        self.screen.listed()

    # --- What happens to the connection -----------------------------------------------

    def connected(self, say: Callable[[Event], None]) -> None:
        self._say_now = say

    def disconnected(self) -> None:
        self._say_now = None
        self.requests.disconnected()
        self.postman.disconnected()
        self.roster.lost()

    # --- What the server says ---------------------------------------------------------

    def hear(self, event: Event) -> None:
        """One event of the wire; of a type that is not known, nothing is done."""
        try:
            self._take(event)
        except STRANGE:
            # The face must outlive whatever a server says.
            self.screen.warned(NOT_UNDERSTOOD)

    def _take(self, event: Event) -> None:
        awaited = self.requests.settle(event)
        if event["type"] == "error":
            if not awaited:
                self._error(event)
        elif hear := getattr(self, f"_hear_{event['type']}", None):
            hear(event)

    def _hear_welcome(self, event: Event) -> None:
        you = event["you"]
        if self.you not in (0, you["id"]):
            self._become(you)
        self.you, self.name = you["id"], you["name"]
        self._kept(lambda: self._keep_person(event))
        self.body_characters = event["limits"]["body"]
        for wire in event["conversations"]:
            self._forget_if_far(wire)
        for each in self.conversations.replace(event["conversations"]):
            self._lose(each)
        self.roster.replace(event["online"], event["presence"])
        self.screen.listed()
        self.screen.people()
        for each in self.conversations:
            self.fetcher.load(each)
            self.fetcher.catch_up(each)
        self.postman.connected()

    def _hear_message(self, event: Event) -> None:
        conversation = self._follow(event)
        if conversation is not None:
            self.typists.stopped(event["conversation"], event["from"])
            self.screen.typing()

    def _follow(self, event: Event) -> Conversation | None:
        """Take in an event of a log, or find out what is missing before it."""
        conversation = self.conversations.by_id(event["conversation"])
        if conversation is None:
            return None
        if conversation.receive(event):
            messages = conversation.messages
            message = None if messages is None else messages.apply(event)
            if event["type"] == "message":
                self._count(conversation, message or Message.of(event))
            self._show(conversation, [message] if message else [])
        self.fetcher.catch_up(conversation)
        return conversation

    _hear_edited = _hear_deleted = _hear_reacted = _hear_topic = _follow

    def _hear_posted(self, event: Event) -> None:
        self.postman.posted(event["id"])
        ends = {str(event["conversation"]): event["seq"]}
        heads = {"type": "heads", "heads": ends}
        self.timers.after(ECHO_SECONDS, lambda: self.hear(heads))

    def _hear_heads(self, event: Event) -> None:
        for id, head in event["heads"].items():
            conversation = self.conversations.by_id(int(id))
            if conversation is not None and self.is_up:
                conversation.log.hear(head)
                self.fetcher.catch_up(conversation)
        # A report of what was read may have been lost, here or there.
        for id, seq in event.get("read", {}).items():
            conversation = self.conversations.by_id(int(id))
            if conversation is not None:
                if conversation.read > seq:
                    self._tell_read(conversation)
                conversation.read_up_to(seq)
        self.screen.listed()

    def _hear_read(self, event: Event) -> None:
        conversation = self.conversations.by_id(event["conversation"])
        if conversation is not None:
            conversation.read_up_to(event["seq"])
            self.screen.listed()

    def _hear_typing(self, event: Event) -> None:
        self.typists.heard(event["conversation"], event["from"])
        self.screen.typing()

    def _hear_presence(self, event: Event) -> None:
        if self.roster.receive(event):
            self.screen.people()
        self._ask_who_if_missed()

    def _hear_online(self, event: Event) -> None:
        self.roster.replace(event["users"], event["version"])
        self.screen.people()
        self._ask_who_if_missed()

    def _hear_joined(self, event: Event) -> None:
        """For oneself it is the whole conversation, for others only its number."""
        if isinstance(event["conversation"], int):
            self._note(event, "joined")
            return
        conversation = self.conversations.add(event["conversation"])
        self.fetcher.load(conversation)
        self.fetcher.catch_up(conversation)
        self.screen.listed()

    def _hear_left(self, event: Event) -> None:
        conversation = self.conversations.by_id(event["conversation"])
        if conversation is None:
            return
        if event["from"] == self.name:
            self.conversations.remove(conversation)
            self._lose(conversation)
            self.screen.listed()
        else:
            self._note(event, "left")

    # --- What the fetcher brings ------------------------------------------------------

    def loaded(self, conversation: Conversation) -> None:
        self._confirm_own(conversation.messages or ())
        self._kept(lambda: self.store.begin(conversation))
        self.screen.shown(conversation)

    def extended(self, conversation: Conversation, former: int) -> None:
        self._kept(lambda: self.store.extend(conversation, former))
        self.screen.extended(conversation, former)

    def merged(self, conversation: Conversation, messages: list[Message]) -> None:
        for message in messages:
            if not message.deleted:
                self._count(conversation, message)
        self._show(conversation, messages)

    # --- Steps ------------------------------------------------------------------------

    def _remember(self) -> None:
        """Begin with what is on disk."""
        for wire in self.store.conversations():
            conversation = self.conversations.add(wire)
            messages = self.store.messages(wire["id"])
            conversation.load(messages, more=bool(messages))
        for post in self.postman.outbox.posts:
            if post.name.startswith("@"):
                self.direct(post.name)

    def _keep_person(self, event: Event) -> None:
        facts = {"person": str(self.you), "name": self.name}
        if "token" in event:
            facts["token"] = event["token"]
        for name, value in facts.items():
            if self.store.fact(name) != value:
                self.store.keep_fact(name, value)

    def _become(self, you: Event) -> None:
        """A guest's name can pass to somebody else: what is here was another's."""
        for conversation in self.conversations:
            self.conversations.remove(conversation)
            self._lose(conversation)
        self.postman.outbox.adopt()
        self.postman.outbox.refuse_all(STRANGER.format(you["name"]))

    def _lose(self, conversation: Conversation) -> None:
        id = conversation.id
        if id is not None:
            self._kept(lambda: self.store.forget(id))
        self.screen.gone(conversation)

    def _forget_if_far(self, wire: Event) -> None:
        known = self.conversations.by_id(wire["id"])
        if known is not None and wire["head"] - known.log.number > FAR_BEHIND:
            known.forget()

    def _count(self, conversation: Conversation, message: Message) -> None:
        mine = message.author == self.you
        if mine:
            self.postman.posted(message.id)
        if conversation.count(message.seq, mine) and not mine:
            self.screen.arrived(conversation, message)

    def _show(self, conversation: Conversation, messages: list[Message]) -> None:
        self._confirm_own(messages)
        self.store.put(conversation, messages)
        self.screen.changed(conversation, messages)
        self.screen.listed()

    def _confirm_own(self, messages: Iterable[Message]) -> None:
        """What broke between the commit and its ``posted``: the log proves it."""
        for message in messages:
            if message.author == self.you:
                self.postman.posted(message.id)

    def _note(self, event: Event, verb: str) -> None:
        conversation = self.conversations.by_id(event["conversation"])
        if conversation is not None and event["from"] != self.name:
            self.screen.noted(conversation, [f"{event['from']} {verb}."])

    def _ask_who_if_missed(self) -> None:
        if self.roster.question():
            lost = self.roster.lost
            self.requests.ask({"type": "who"}, _nothing, lambda refusal: lost())

    def _tell_read(self, conversation: Conversation) -> None:
        where = {"conversation": conversation.id, "seq": conversation.read}
        self.say({"type": "read", **where})

    def _error(self, event: Event) -> None:
        refusal = Refusal.of(event)
        post = self.postman.refused(event.get("ref", ""), refusal)
        if post is None:
            self._warn(refusal)
        elif post.error:
            self.screen.warned(f"{post.name}: {post.error}")

    def _warn(self, refusal: Refusal) -> None:
        self.screen.warned(refusal.detail)

    def _kept(self, keep: Callable[[], None]) -> bool:
        try:
            keep()
        except (sqlite3.Error, OSError) as error:
            self.screen.warned(NOT_KEPT.format(error))
            return False
        return True


def _nothing(event: Event) -> None:
    """The answer says nothing that is not told by an event as well."""
