"""The posts of one connection that are under way.

They are begun in their order without waiting for each other, so that they are stored
together; each is answered when it is stored. What is not plain is rendered before it is
begun, one text after the other, and what comes after it waits: nobody else does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from chat import wire
from chat.figures import FIGURES
from chat.models import PostRequest, User
from chat.models.posting.draft import Answer
from chat.sessions.handlers.table import refusal
from chat.sessions.peer import Peer
from chat.sessions.rate import Allowed
from chat.sessions.rendering import Rendering
from chat.text.markdown import render_plain
from chat.wire.errors import ChatError

# That may be under way at once.
POSTING_MOST = 64

Store = Callable[[PostRequest], asyncio.Future[Answer]]


class Posts:
    """``store`` stores one, in company; ``peer`` takes the answers.

    Each takes its part of what is ``allowed``.
    """

    def __init__(
        self,
        store: Store,
        allowed: Allowed,
        rendering: Rendering,
        peer: Peer,
    ) -> None:
        self._store = store
        self._allowed = allowed
        self._rendering = rendering
        self._peer = peer
        self._outbox = peer.outbox
        self._encoding = peer.encoding
        # The last post that reads, to each place: what was there before has been read.
        # Not where a name was given, which can be another's by now.
        self._read: dict[int, int] = {}
        self._under_way: set[asyncio.Future[Answer]] = set()
        self._turn = asyncio.Lock()  # whoever asks first has it first
        self._in_line = 0

    async def begin(self, author: User, command: wire.Post) -> None:
        """Begin one; waits while there are too many, or no room for their answers."""
        while len(self._under_way) >= POSTING_MOST:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        try:
            self._allowed.take()
        except ChatError as error:
            self._answer(command, refusal(command, error, self._peer.words))
            await self._allowed.pause()
        else:
            self._begin(author, command)
        if not self._outbox.is_free:
            await self._outbox.room()

    async def rest(self) -> None:
        """Wait until all are answered."""
        if self._under_way:
            await asyncio.wait(self._under_way)

    def _begin(self, author: User, command: wire.Post) -> None:
        # Not marked as its own doing: it wants to hear it too.
        html = render_plain(command.body)
        said = command.body, command.id, html, command.action
        known = self._known(command.to) if command.reads else None
        answers = command.reply_to, command.epoch
        about = author, command.to, *said, known, *answers
        request = PostRequest(*about, waits=command.waits)
        if html and not self._in_line:
            stored = self._store(request)
        else:
            self._in_line += 1
            stored = asyncio.create_task(self._store_in_line(request))
        self._under_way.add(stored)
        stored.add_done_callback(partial(self._end, command))

    def _known(self, to: int | str) -> int:
        return self._read.get(to, 0) if isinstance(to, int) else 0

    async def _store_in_line(self, request: PostRequest) -> Answer:
        async with self._turn:
            try:
                if not request.html:
                    html = await self._rendering.render(request.body)
                    request = request._replace(html=html)
                stored = self._store(request)
            finally:
                self._in_line -= 1
        return await stored

    def _end(self, command: wire.Post, stored: asyncio.Future[Answer]) -> None:
        self._under_way.discard(stored)
        if stored.cancelled():
            return
        if error := stored.exception():
            self._answer(command, refusal(command, error, self._peer.words))
            return
        answer = stored.result()
        if isinstance(answer, wire.Held):
            self._answer(command, answer)
            return
        FIGURES.posts[self._peer.program] += 1
        if command.reads and isinstance(command.to, int):
            self._read[command.to] = max(self._read.get(command.to, 0), answer.seq)
        self._answer(command, answer)

    def _answer(self, command: wire.Post, event: wire.AnyEvent) -> None:
        """Whether there is room or not: only so many posts are under way."""
        if frame := self._encoding.encode(event, command.ref):
            self._outbox.write(frame)
