"""Who writes in a pane: what becomes of a draft, a line, a long text."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.chat import Chat
from chat.desktop.core.content.quotes import Reply
from chat.desktop.core.history.messages import Message
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.rooms.closed import why_closed
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.parts import parts
from chat.desktop.core.slash.line import VERBS
from chat.desktop.core.writing.changing import change, recall
from chat.desktop.core.writing.completion import Completion, names_in
from chat.desktop.core.writing.drafts import Draft
from chat.desktop.core.writing.sources import Sources

PARTS_MOST = 100


class Writer:
    """``here``: where; ``say(line)`` does what a line asks for, or posts it.

    ``follow()`` has the end in sight, where it will be read.
    """

    def __init__(
        self, chat: Chat, say: Callable[[str], bool], follow: Callable[[], None]
    ) -> None:
        self._chat = chat
        self.say = say
        self._follow = follow
        self.here: Conversation | None = None
        self.completion = Completion(lambda: names_in(chat, self.here, VERBS))
        self.sources = Sources(chat, lambda: self.here, VERBS)

    @property
    def limit(self) -> int:
        """How many characters one message holds."""
        return self._chat.you.body_characters

    @property
    def closed(self) -> str:
        """Why nothing may be said here just now; "" where that may be."""
        muted = self._chat.kept.moderation.muted
        return why_closed(self.here, muted) if self.here is not None else ""

    @property
    def last(self) -> Message | None:
        """One's own last message that can be changed."""
        return self._chat.last_own(self.here) if self.here is not None else None

    @property
    def draft(self) -> Draft:
        """What is begun."""
        return self._chat.drafts.of(self.here) if self.here is not None else Draft()

    @property
    def blocks(self) -> Blocks:
        """Whom one does not hear."""
        return self._chat.conversations.blocks

    @property
    def reply(self) -> Reply | None:
        """What is answered by what is said next."""
        return self._chat.replies.of(self.here) if self.here is not None else None

    def answer(self, message: Message) -> None:
        """Answer that by what is said next."""
        if self.here is not None:
            self._chat.replies.begin(self.here, message)

    def drop_reply(self) -> None:
        """Answer nothing."""
        if self.here is not None:
            self._chat.replies.drop(self.here)

    def step_reply(self, by: int) -> None:
        """Answer the message before the one that is answered, or the one after it."""
        if self.here is not None:
            self._chat.replies.step(self.here, by)

    def recall(self) -> tuple[Message | None, str]:
        """What is begun: one's own message that is being changed, and the words."""
        return recall(self._chat, self.here) if self.here is not None else (None, "")

    def keep(self, draft: Draft) -> None:
        """This is begun now."""
        if self.here is not None:
            self._chat.drafts.keep(self.here, draft)

    def typed(self, text: str) -> None:
        """A letter, so that this is written: the others may know."""
        if self.here is not None:
            self._chat.typed(self.here, text)

    def change(self, message: Message, body: str, resumed: Callable[[], None]) -> bool:
        """Have a message say that instead; false if that cannot be asked for now.

        If it is refused it is begun once more, and ``resumed()`` is called.
        """
        here = self.here

        def resume() -> None:
            if self.here is here:
                resumed()

        return here is not None and change(self._chat, here, message, body, resume)

    def parts(self, text: str) -> list[str]:
        """The messages that a text makes which is too long for one; [] if too many."""
        if text.startswith("/") and not text.startswith("//"):
            return []
        if len(text) > PARTS_MOST * self.limit:
            return []
        found = parts(text, self.limit)
        return found if len(found) <= PARTS_MOST else []

    def post(self, bodies: list[str]) -> bool:
        """Say all of these, in order; false if they cannot be kept."""
        if self.here is None:
            return False
        self._follow()
        return self._chat.post(self.here, *bodies)
