"""What this person's client knows: takes events in, and tells its screen what changed.

It is the twin of the page's module of the same name: no window, no socket, no clock of
its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from chat.desktop.core.attention import Attention
from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import Conversations
from chat.desktop.core.disk import Disk
from chat.desktop.core.drafts import Drafts
from chat.desktop.core.fetcher import Fetcher
from chat.desktop.core.follower import Follower
from chat.desktop.core.identity import Identity
from chat.desktop.core.invitations import Invitations
from chat.desktop.core.logbook import Logbook
from chat.desktop.core.memberships import Memberships
from chat.desktop.core.messages import STRANGE, Event, Message
from chat.desktop.core.outbox import Outbox
from chat.desktop.core.people import People
from chat.desktop.core.postman import Postman
from chat.desktop.core.quiet import Quiet
from chat.desktop.core.reader import Reader
from chat.desktop.core.requests import Answered, Refusal, Requests
from chat.desktop.core.restored import Restored
from chat.desktop.core.screen import Screen
from chat.desktop.core.store import Store
from chat.desktop.core.timers import Timers

# `posted` can come before the `message` itself: the log is asked only after this long.
ECHO_SECONDS = 2.0
NOT_UNDERSTOOD = "The server said something that this client does not understand."
STRANGER = "You were another {} when you wrote this. Send it again?"

Hear = Callable[[Event], object]


class Chat:
    """What the person can do, and the parts that know what they see.

    ``rest``: what ``/more`` goes on with.
    """

    rest: Callable[[Any], None] | None = None

    def __init__(self, store: Store, timers: Timers, screen: Screen) -> None:
        self.store = store
        self.timers = timers
        self.screen = screen
        self.conversations = Conversations()
        self.requests = Requests()
        self._disk = Disk(store, screen.warned)
        self.conversations.you = self.you = Identity(self._disk)
        self.drafts = Drafts(store)
        self.invitations = Invitations(screen)
        self.people = People(self.requests, timers, screen)
        outbox = Outbox(store, timers.now)
        self.postman = Postman(outbox, self.requests.say, timers, screen.waiting)
        reader = Reader(timers, self.requests.say)
        self.attention = Attention(self.conversations, reader, self._disk, screen)
        logbook = Logbook(self._disk, screen, self._is_own, self.conversations.blocks)
        kept = self.postman, self.drafts, self._disk
        restored = Restored(self.you, *kept, screen)
        self.fetcher = Fetcher(self.requests, timers, logbook, restored)
        self._follower = Follower(self.conversations, self.fetcher, logbook)
        facts = self.you, self.conversations, self.attention
        self._memberships = Memberships(
            *facts, fetcher=self.fetcher, disk=self._disk, screen=screen
        )
        heard = self._memberships, self.conversations, self.postman
        self.quiet = Quiet(*heard, self.requests, self._disk, screen)
        self._hears = self._table()
        self._recall()

    # --- What the person does ---------------------------------------------------------

    def direct(self, name: str) -> Conversation:
        """The conversation with somebody, to be shown."""
        name = name[1:] if name.startswith("@") else name
        person = self.people.roster.number_of(name)
        conversation = self.conversations.direct(name, person)
        if conversation.id is None and conversation.messages is None:
            conversation.load([], False)
        self.quiet.look(conversation)
        return conversation

    def address_of(self, message: Message) -> str:
        """What addresses its author: a guest's name can be somebody else's by now."""
        name, author = message.sender, message.author
        here = self.people.roster.number_of(name)
        return name if here in (None, author) else f"{name}~{author}"

    def seen(self, conversation: Conversation) -> None:
        """Somebody looks at the end of a conversation."""
        if conversation.messages is not None and self.requests.is_up:
            self.attention.seen(conversation)

    def post(
        self, conversation: Conversation, *bodies: str, action: bool = False
    ) -> bool:
        """Keep what was typed, and send it when there is a connection.

        Returns false if it cannot be kept.
        """
        self.people.typists.finished(conversation.id)
        post = partial(self.postman.post, conversation, *bodies, action=action)
        return self._disk.attempt(post)

    def post_to(self, name: str, body: str) -> bool:
        """The same, to ``"#room"`` or ``"@name"``."""
        known = self.conversations.by_name(name)
        if known is not None:
            return self.post(known, body)
        if name.startswith("@"):
            return self.post(self.direct(name), body)
        return self._disk.attempt(self.postman.post_to, name, body)

    def typed(self, conversation: Conversation) -> None:
        """A letter: the others may know."""
        id, typists = conversation.id, self.people.typists
        if id is not None and self.requests.is_up and typists.is_due(id):
            self.requests.say({"type": "typing", "conversation": id})

    def last_own(self, conversation: Conversation) -> Message | None:
        """This person's last message there that can still be changed."""
        messages = conversation.messages
        return messages.last_of(self.you.id) if messages is not None else None

    def ask(self, type: str, answered: Answered | None = None, **fields: Any) -> None:
        """Any other command; if it is refused the screen is warned."""
        self.requests.ask({"type": type, **fields}, answered or _nothing, self._warn)

    def change(
        self, type: str, conversation: Conversation, message: Message, **fields: Any
    ) -> None:
        """``edit``, ``delete`` or ``react``."""
        self.ask(type, conversation=conversation.id, seq=message.seq, **fields)

    # --- What happens to the connection -----------------------------------------------

    def connected(self, say: Callable[[Event], None]) -> None:
        """``say(command)`` says it to the server, which has said ``welcome``."""
        self.requests.connected(say)

    def disconnected(self) -> None:
        self.requests.disconnected()
        self.postman.disconnected()
        self.people.disconnected()

    # --- What the server says ---------------------------------------------------------

    def hear(self, event: Event) -> None:
        """One event of the wire; of a type that is not known, nothing is done."""
        try:
            awaited = self.requests.settle(event)
            if event["type"] != "error":
                for hear in self._hears.get(event["type"], ()):
                    hear(event)
            elif not awaited:
                self._error(event)
        except STRANGE:
            # The face must outlive whatever a server says.
            self.screen.warned(NOT_UNDERSTOOD)

    def _table(self) -> dict[str, list[Hear]]:
        """Whom each event concerns, in this order."""
        you, people, memberships = self.you, self.people, self._memberships
        invitations = self.invitations
        postman, logs, attention = self.postman, self._follower, self.attention
        quiet = self.quiet
        return {
            "welcome": [
                *(self._part_from_another, you.hear_welcome),
                *(memberships.hear_welcome, people.hear_welcome, quiet.hear_welcome),
                *(postman.hear_welcome, invitations.hear_welcome),
            ],
            "message": [logs.hear, people.hear_message],
            **{t: [logs.hear] for t in ("edited", "deleted", "reacted", "topic")},
            "posted": [postman.hear_posted, self._expect_message],
            "heads": [logs.hear_heads, attention.hear_heads],
            "read": [attention.hear_read],
            "typing": [people.hear_typing],
            "presence": [people.hear_presence, memberships.renames.hear_people],
            "online": [people.hear_online, memberships.renames.hear_people],
            "joined": [invitations.hear_joined, memberships.hear_joined],
            "invited": [invitations.hear_invited],
            "declined": [invitations.hear_declined],
            "left": [memberships.hear_left],
            "renamed": [memberships.renames.hear],
            "notice": [lambda notice: self.screen.warned(notice["detail"])],
            "blocked": [quiet.hear_blocked],
            "hidden": [quiet.hear_hidden],
        }

    def _part_from_another(self, welcome: Event) -> None:
        """A guest's name can pass to somebody else: what is here was another's."""
        if self.you.differs_from(welcome["you"]):
            self._memberships.end_all()
            self.drafts.clear()
            self.postman.disown(STRANGER.format(welcome["you"]["name"]))

    def _expect_message(self, posted: Event) -> None:
        heads = {str(posted["conversation"]): posted["seq"]}

        def ask() -> None:
            if self.requests.is_up:
                self.hear({"type": "heads", "heads": heads})

        self.timers.after(ECHO_SECONDS, ask)

    def _error(self, event: Event) -> None:
        refusal = Refusal.of(event)
        post = self.postman.refused(event.get("ref", ""), refusal)
        if post is None:
            self._warn(refusal)
        elif post.error:
            self.screen.warned(f"{post.name}: {post.error}")

    # --- Steps ------------------------------------------------------------------------

    def _recall(self) -> None:
        self._memberships.recall()
        for post in self.postman.outbox.posts:
            if post.name.startswith("@"):
                self.direct(post.name)

    def _is_own(self, message: Message) -> bool:
        """What broke between the commit and its ``posted``: the log proves it."""
        own = message.author == self.you.id
        if own:
            self.postman.posted(message.id)
        return own

    def _warn(self, refusal: Refusal) -> None:
        self.screen.warned(refusal.detail)


def _nothing(event: Event) -> None:
    """The answer says nothing that is not told by an event as well."""
