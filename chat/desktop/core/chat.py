"""What this person's client knows: takes events in, and tells its screen what changed.

It is the twin of the page's module of the same name: no window, no socket, no clock of
its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from chat.desktop.core.belongings import Belongings
from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.files.attachments import Attachment
from chat.desktop.core.files.downloads import Downloads
from chat.desktop.core.files.uploads import Uploads
from chat.desktop.core.finding.kept import Kept
from chat.desktop.core.hearing import Hear, Hearing
from chat.desktop.core.history.fetcher import Fetcher
from chat.desktop.core.history.follower import Follower
from chat.desktop.core.history.logbook import Logbook
from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.history.restored import Restored
from chat.desktop.core.moderation.held import Held
from chat.desktop.core.moderation.reports import Reports
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.people.others import People
from chat.desktop.core.people.quiet import Quiet
from chat.desktop.core.reading.attention import Attention
from chat.desktop.core.requests import Answered, Refusal, Requests, nothing
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.rooms.invitations import Invitations
from chat.desktop.core.rooms.memberships import Memberships
from chat.desktop.core.screen import Screen
from chat.desktop.core.sending.outbox import Outbox
from chat.desktop.core.sending.postman import Postman
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.storage.disk import Disk
from chat.desktop.core.storage.store import Store
from chat.desktop.core.storage.uses import Uses
from chat.desktop.core.timers import Timers
from chat.desktop.core.writing.drafts import Drafts
from chat.desktop.core.writing.replies import Replies

# What happens in a log beside what is said.
HAPPENINGS = (
    *("edited", "deleted", "reacted", "pinned", "poll", "previewed", "voted", "topic"),
    "happened",
)


class Chat:
    """What the person can do, and the parts that know what they see.

    ``hear(event)`` takes in what the server says.
    """

    # What ``/more`` goes on with.
    rest: Callable[[Any], None] | None = None

    def __init__(self, store: Store, timers: Timers, screen: Screen) -> None:
        self.store = store
        self.timers = timers
        self.screen = screen
        self.conversations = Conversations()
        self.requests = Requests(screen.warned)
        self._disk = Disk(store, screen.warned)
        self.conversations.you = self.you = Identity(self._disk)
        self.drafts, self.replies = Drafts(store), Replies(store)
        self.kept = Kept(self.conversations, self.requests, timers, screen)
        self.reports = Reports(self.requests, screen.warned)
        self.invitations = Invitations(screen)
        self.people = People(self.requests, timers, screen)
        self._make_postman(Outbox(store, timers.now))
        told = self.conversations, self.requests, timers, self._disk, screen
        self.attention = Attention(*told)
        logbook = Logbook(self._disk, screen, self._is_own, self.conversations.blocks)
        restored = Restored(self.you, self.postman, self.drafts, self._disk, screen)
        self.fetcher = Fetcher(self.requests, timers, logbook, restored)
        facts = self.you, self.conversations
        self._held = Held(*facts, self.postman, self.requests, screen)
        self._follower = Follower(self.conversations, self.fetcher, logbook, timers)
        self._memberships = Memberships(
            *facts, fetcher=self.fetcher, disk=self._disk, screen=screen
        )
        heard = self._memberships, self.conversations, self.postman
        self.quiet = Quiet(*heard, self.requests, self._disk, screen)
        self._recall()
        self.hear = self._hearing().hear

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
        self,
        conversation: Conversation,
        *bodies: str,
        action: bool = False,
        reply: Reply | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> bool:
        """Keep what was typed, and send it when there is a connection.

        It answers ``reply``, or else what was begun to be answered there. Returns false
        if it cannot be kept.
        """
        self.people.typists.finished(conversation.id)
        answers = reply or self.replies.of(conversation)
        post = partial(self.postman.post, conversation, *bodies, action=action)
        is_kept = self._disk.attempt(partial(post, reply=answers, files=files))
        if is_kept and reply is None:
            self.replies.drop(conversation)
        return is_kept

    def post_to(self, name: str, body: str) -> bool:
        """The same, to ``"#room"`` or ``"@name"``."""
        known = self.conversations.by_name(name)
        if known is not None or name.startswith("@"):
            # What is answered there waits for what is written there.
            there = known or self.direct(name)
            return self._disk.attempt(self.postman.post, there, body)
        return self._disk.attempt(self.postman.post_to, name, body)

    def state_of(self, post: Post) -> str:
        """What is said of a post that waits."""
        return self.uploads.state_of(post) or self.postman.state

    def typed(self, conversation: Conversation, text: str) -> None:
        """A letter, so that this is written: the others may know."""
        id, typists = conversation.id, self.people.typists
        if id is not None and self.requests.is_up and typists.is_due(id, text):
            self.requests.say({"type": "typing", "conversation": id})

    def last_own(self, conversation: Conversation) -> Message | None:
        """This person's last message there that can still be changed."""
        messages = conversation.messages
        return messages.last_of(self.you.id) if messages is not None else None

    def ask(self, type: str, answered: Answered | None = None, **fields: Any) -> None:
        """Any other command; if it is refused the person is told."""
        self.requests.ask({"type": type, **fields}, answered or nothing)

    def change(
        self, type: str, conversation: Conversation, seq: int, **fields: Any
    ) -> None:
        """``react``, or what else is done, to the message of that number."""
        self.requests.ask({"type": type, **conversation.at(seq), **fields})

    # --- What happens to the connection -----------------------------------------------

    def connected(self, say: Callable[[Event], None]) -> None:
        """``say(command)`` says it to the server, which has said ``welcome``."""
        self.requests.connected(say)

    def disconnected(self) -> None:
        self.requests.disconnected()
        self.postman.disconnected()
        self.people.disconnected()

    # --- Steps ------------------------------------------------------------------------

    def _make_postman(self, outbox: Outbox) -> None:
        requests, timers = self.requests, self.timers
        uploads = partial(Uploads, over=self._come, changed=self.screen.waiting)
        self.uploads = uploads(outbox, requests, timers)
        self.postman = Postman(outbox, requests.say, timers, self._waiting)
        self.downloads = Downloads(requests, self.screen)

    def _hearing(self) -> Hearing:
        own = self.drafts, self.replies, self.kept.deletions, Uses(self.store)
        belongings = Belongings(
            *(self.you, self._memberships, self.postman, self.attention.levels), *own
        )
        table = self._table(belongings.hear_welcome)
        return Hearing(self.requests, self.postman, self.screen.warned, table)

    def _table(self, part_from_another: Hear) -> dict[str, list[Hear]]:
        """Whom each event concerns, in this order."""
        you, people, memberships = self.you, self.people, self._memberships
        invitations, quiet, kept = self.invitations, self.quiet, self.kept
        postman, logs, attention = self.postman, self._follower, self.attention
        hears = attention.hears | kept.hears | people.hears | self.reports.hears
        hears |= self._held.hears
        return {
            "welcome": [
                *(part_from_another, you.hear_welcome),
                *(memberships.hear_welcome, people.hear_welcome, quiet.hear_welcome),
                *(postman.hear_welcome, invitations.hear_welcome),
                *(kept.hear_welcome, attention.hear_welcome),
                self._held.hear_welcome,
            ],
            "message": [logs.hear, people.hear_message],
            **{happening: [logs.hear] for happening in HAPPENINGS},
            "posted": [postman.hear_posted, logs.hear_posted],
            "heads": [logs.hear_heads, attention.hear_heads],
            **{type: [hear] for type, hear in hears.items()},
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

    def _recall(self) -> None:
        self._memberships.recall()
        for post in self.postman.outbox.posts:
            if post.name.startswith("@"):
                self.direct(post.name)

    def _waiting(self) -> None:
        self.uploads.look()
        self.screen.waiting()

    def _come(self, id: str, refusal: Refusal | None) -> None:
        """A file of that post has come to the site, or will not."""
        if refusal is None:
            self.postman.move_on()
        elif post := self.postman.refused(id, refusal):
            self.screen.warned(f"{post.name}: {post.error}")

    def _is_own(self, message: Message) -> bool:
        """What broke between the commit and its ``posted``: the log proves it."""
        own = message.author == self.you.id
        if own:
            self.postman.posted(message.id)
        return own
