"""What calls for this person's attention: what is unread, and is not muted."""

from __future__ import annotations

import json

from chat.desktop.core.conversation import Conversation
from chat.desktop.core.conversations import Conversations
from chat.desktop.core.disk import Disk
from chat.desktop.core.messages import Event, Message
from chat.desktop.core.reader import Reader
from chat.desktop.core.screen import Screen
from chat.desktop.core.unread import unread_text


class Attention:
    """``muted``: the names of the conversations that call for none."""

    def __init__(
        self, conversations: Conversations, reader: Reader, disk: Disk, screen: Screen
    ) -> None:
        self._conversations = conversations
        self._reader = reader
        self._disk = disk
        self._screen = screen
        self.muted: set[str] = set(json.loads(disk.store.fact("muted") or "[]"))

    @property
    def unread(self) -> str:
        """What a title begins with: ``"(2) "`` of private words, a dot of others."""
        unread = (each for each in self._conversations if each.unread)
        heard = [each for each in unread if each.name not in self.muted]
        words = sum(each.unread for each in heard if not each.is_room)
        if words:
            return f"({unread_text(words)}) "
        return "• " if heard else ""

    @property
    def place(self) -> Conversation | None:
        """Where this person was last."""
        return self._conversations.by_name(self._disk.store.fact("place"))

    def be_in(self, conversation: Conversation) -> None:
        """This person has turned to a conversation."""
        if self._disk.store.fact("place") != conversation.name:
            self._disk.store.put_fact("place", conversation.name)

    def mute(self, conversation: Conversation, on: bool) -> None:
        """Have a conversation call for no attention, or do so again."""
        self.muted.discard(conversation.name)
        if on:
            self.muted.add(conversation.name)
        self._keep(self.muted)
        self._screen.listed()

    def rename(self, former: str, name: str) -> None:
        """The conversation of that name is called otherwise."""
        if former in self.muted:
            self.muted.discard(former)
            self._keep({*self.muted, name})

    def seen(self, conversation: Conversation) -> None:
        """Somebody has looked at the end of a conversation."""
        if conversation.unread or conversation.log.number > conversation.read:
            self._reader.seen(conversation)
            self._disk.store.put(conversation)
            self._screen.listed()

    def is_heard(self, message: Message) -> bool:
        """Whether a message calls for being read."""
        you, blocks = self._conversations.you, self._conversations.blocks
        is_own = you is not None and message.author == you.id
        return not is_own and not blocks.has(message.author)

    def hear_read(self, event: Event) -> None:
        """This person has read something, at another place perhaps."""
        conversation = self._conversations.by_id(event["conversation"])
        if conversation is not None:
            conversation.read_up_to(event["seq"], self.is_heard)
            self._screen.listed()

    def hear_heads(self, event: Event) -> None:
        """How far the server knows that things were read.

        A report of that may have been lost, here or there.
        """
        for id, seq in event.get("read", {}).items():
            conversation = self._conversations.by_id(int(id))
            if conversation is not None:
                if conversation.read > seq:
                    self._reader.tell(conversation)
                conversation.read_up_to(seq, self.is_heard)
        self._screen.listed()

    def _keep(self, muted: set[str]) -> None:
        self.muted = muted
        kept = json.dumps([*muted])
        self._disk.attempt(self._disk.store.keep_fact, "muted", kept)
