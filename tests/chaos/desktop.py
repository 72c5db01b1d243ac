"""The desktop client's own core, as one more program that the faults befall.

What it posts goes through its outbox, and what it has in the end is judged, as if it
were the log that other programs keep.
"""

import asyncio
import json
import re
import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import Any
from uuid import UUID

from chat.desktop.core.chat import Chat
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.sending.posts import Post
from chat.desktop.core.storage.store import Store
from chat.desktop.core.timers import Timers
from tests.chaos import history
from tests.chaos.cast import is_restless
from tests.chaos.client import ProgramClient
from tests.chaos.history import Program
from tests.support.desktop import Record

TICK_SECONDS = 0.05
# What the core asks on its own account; "read 7" is the program's.
OF_THE_CORE = re.compile(r"r\d+")


class DesktopClient(ProgramClient):
    """Besides what every program notes, it tells everything to the core."""

    def __init__(self, *facts: Any, **more: Any) -> None:
        super().__init__(*facts, **more)
        folder = tempfile.mkdtemp(prefix="chaos-desk-")
        weakref.finalize(self, shutil.rmtree, folder)
        store = Store(Path(folder) / "desk.db")
        self.chat = Chat(store, Timers(time.monotonic), Record())

    # --- What somebody does with it ---------------------------------------------------

    def post(self, to: int | str, body: str, token: str, id: UUID) -> None:
        self._note_said(str(id), token)
        self.post_too({"to": to, "body": body, "id": str(id)})

    def post_too(self, command: dict) -> None:
        """Find it on the disk, as what another copy of the client has left."""
        to, made = command["to"], int(self.chronicle.now() * 1000)
        name = to if isinstance(to, str) else self._log(to).name
        post = Post(command["id"], to, name, command["body"], made)
        self.chat.store.keep_posts([post])
        self.chat.postman.adopt()

    def pending(self, id: UUID) -> dict | None:
        post = self.chat.postman.outbox.get(str(id))
        return post and {
            "type": "post",
            "to": post.to,
            "body": post.body,
            "id": post.id,
        }

    @property
    def is_settled(self) -> bool:
        posts = self.chat.postman.outbox.posts
        return super().is_settled and not posts and all(map(_is_whole, self._rooms))

    def finish(self) -> Program:
        facts = super().finish()
        facts.pending = [post.id for post in self.chat.postman.outbox.posts]
        facts.logs |= {each.id: _final(each) for each in self._rooms}
        return facts

    # --- What it hears ----------------------------------------------------------------

    async def live(self) -> None:
        ticking = asyncio.create_task(self._tick())
        try:
            await super().live()
        finally:
            ticking.cancel()
            self.chat.store.close()

    def hear(self, frame: str) -> None:
        try:
            event = json.loads(frame)
        except ValueError:
            return super().hear(frame)
        if event["type"] == "welcome":
            self.chat.connected(self._tell)
        self.chat.hear(event)
        super().hear(frame)
        return None

    def lost(self) -> None:
        self.chat.disconnected()
        super().lost()

    def _hear_history(self, page: dict) -> None:
        """It has everything in the end, as somebody who scrolls to the very top."""
        conversation = self.chat.conversations.by_id(page["conversation"])
        if conversation is not None:
            self.chat.fetcher.older(conversation)

    def _hear_changes(self, page: dict) -> None:
        """What the core lacked is not what the program lacks."""
        if not OF_THE_CORE.fullmatch(page.get("ref", "")):
            super()._hear_changes(page)

    def _hear_error(self, event: dict) -> None:
        ref = event.get("ref", "")
        post = self.chat.postman.outbox.get(ref)
        if post is None and not OF_THE_CORE.fullmatch(ref):
            super()._hear_error(event)
        elif post is not None and post.error:
            self.chat.postman.remove(ref)
            self._note_refusal(post.to, ref, event["code"])

    # --- Steps ------------------------------------------------------------------------

    @property
    def _rooms(self) -> list[Conversation]:
        return [
            each
            for each in self.chat.conversations
            if each.id and not is_restless(each.name)
        ]

    def _tell(self, command: dict) -> None:
        self.send(json.dumps(command))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.chat.timers.run_due()
            self.chat.store.flush()


def _is_whole(conversation: Conversation) -> bool:
    messages, log = conversation.messages, conversation.log
    return messages is not None and not messages.more and log.number == log.head


def _final(conversation: Conversation) -> history.Log:
    """What the core has, for the verdict."""
    messages = {
        each.seq: history.Read(
            each.changed,
            each.id,
            each.sender,
            each.body,
            each.edited,
            each.deleted,
            frozenset((e, name) for e, all in each.reactions.items() for name in all),
        )
        for each in conversation.messages or ()
    }
    whole = _is_whole(conversation)
    return history.Log(conversation.log.number, messages, conversation.topic, whole)
