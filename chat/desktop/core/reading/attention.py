"""What calls for this person's attention: what is unread, and where they are."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.history.messages import Event, Message
from chat.desktop.core.reading.levels import Levels
from chat.desktop.core.reading.pause import Pause
from chat.desktop.core.reading.reader import Reader
from chat.desktop.core.reading.unread import sign_of, unread_text
from chat.desktop.core.requests import Requests
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.conversations import Conversations
from chat.desktop.core.screen import Screen
from chat.desktop.core.storage.disk import Disk
from chat.desktop.core.timers import Timers


class Attention:
    """``levels``: what of each conversation is to call; ``pause``: and whether."""

    def __init__(
        self,
        conversations: Conversations,
        requests: Requests,
        timers: Timers,
        disk: Disk,
        screen: Screen,
    ) -> None:
        self.levels = Levels(conversations, requests, disk, screen)
        self.pause = Pause(requests)
        self._conversations = conversations
        self._requests = requests
        self._reader = Reader(timers, requests.say)
        self._disk = disk
        self._screen = screen

    @property
    def hears(self) -> dict[str, Callable[[Event], None]]:
        """What it is told of by the server, by types."""
        return {
            "read": self._hear_read,
            "unread": self._hear_unread,
            "level": self.levels.hear,
            **self.pause.hears,
        }

    @property
    def unread(self) -> str:
        """What a title begins with: ``"(2) "`` of what is meant for this person, a dot
        where chatter calls.
        """
        signs = [*map(sign_of, self._conversations)]
        number = sum(sign.number for sign in signs)
        if number:
            return f"({unread_text(number)}) "
        return "• " if any(sign.calls for sign in signs) else ""

    @property
    def place(self) -> Conversation | None:
        """Where this person was last."""
        return self._conversations.by_name(self._disk.store.fact("place"))

    def be_in(self, conversation: Conversation) -> None:
        """This person has turned to a conversation, and from another one."""
        former = self._conversations.current
        if former is not None and former is not conversation:
            former.is_kept = False
        self._conversations.current = conversation
        self.levels.look(conversation)
        if self._disk.store.fact("place") != conversation.name:
            self._disk.store.put_fact("place", conversation.name)

    def seen(self, conversation: Conversation) -> None:
        """Somebody has looked at the end of a conversation."""
        if conversation.is_kept:
            return
        if conversation.unread or conversation.log.number > conversation.read:
            self._reader.seen(conversation)
            self._disk.store.put(conversation)
            self._screen.listed()

    def read_all(self, conversation: Conversation) -> None:
        """All of it is as good as read, wherever one is in it."""
        conversation.is_kept = False
        self.seen(conversation)

    def mark_unread(self, conversation: Conversation, message: Message) -> None:
        """Have a message, and all after it, unread again."""
        self._requests.ask({"type": "unread", **conversation.at(message.seq)})

    def is_heard(self, message: Message) -> bool:
        """Whether a message calls for being read."""
        you, blocks = self._conversations.you, self._conversations.blocks
        is_own = you is not None and message.author == you.id
        return not is_own and not blocks.has(message.author)

    def hear_welcome(self, event: Event) -> None:
        self.levels.hear_welcome(event)
        self.pause.hear_welcome(event)

    def hear_heads(self, event: Event) -> None:
        """How far the server knows that things were read.

        A report of that may have been lost, here or there.
        """
        for id, seq in event.get("read", {}).items():
            conversation = self._conversations.by_id(int(id))
            # It may be of before it was marked unread.
            if conversation is not None and not conversation.is_kept:
                if conversation.read > seq:
                    self._reader.tell(conversation)
                conversation.read_up_to(seq, self.is_heard)
        self._screen.listed()

    # --- Steps ------------------------------------------------------------------------

    def _hear_read(self, event: Event) -> None:
        """This person has read something, at another place perhaps."""
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is not None:
            conversation.is_kept = False
            conversation.read_up_to(event["seq"], self.is_heard)
            self._screen.listed()

    def _hear_unread(self, event: Event) -> None:
        """Something is unread again, by this person's will."""
        wire = event["conversation"]
        conversation = self._conversations.by_id(wire["id"])
        if conversation is not None:
            self._reader.forget(conversation)
            conversation.see(wire)
            conversation.is_kept = True
            self._disk.store.put(conversation)
            self._screen.shown(conversation)
            self._screen.listed()
