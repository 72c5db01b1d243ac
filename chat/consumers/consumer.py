"""What every door's consumer does: one session, one outbox, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from channels.consumer import AsyncConsumer, get_handler_name
from channels.exceptions import StopConsumer
from django.conf import settings
from msgspec import UNSET

from chat import wire
from chat.accounts.languages import asked_for, words_for
from chat.accounts.visitor import at_socket, cookies_of
from chat.logging.acting import ACTING, AT, new_id
from chat.models import User
from chat.net.outbox import Outbox
from chat.net.queued import Message, QueuedWriter
from chat.sessions.process import Process
from chat.sessions.rate import PACES, TALK_SECONDS
from chat.sessions.session import Session
from chat.wire.codec import Encoding
from chat.wire.errors import (
    Banned,
    ChatError,
    Internal,
    Malformed,
    RateLimited,
    Unavailable,
    UnknownCommand,
)

MALFORMED_MOST = 10
FLUSH_SECONDS = 2.0
# Why a WebSocket is closed: RFC 6455 §7.4, and codes of our own.
NORMAL, RESTART, UNWELCOME = 1000, 1012, 4401
CLOSE_CODES = {
    Malformed.code: 4400,
    Banned.code: 4403,
    RateLimited.code: 4429,
    Internal.code: 1011,
    Unavailable.code: 1011,
}
# Where somebody has too many connections: when to look whether one has ended.
CROWDED_SECONDS = 30.0
# When to come back, at the earliest and at the latest.
RETRY_SECONDS = (0.2, 1.2)


class Consumer(AsyncConsumer):
    """What both skins share: one session, one outbox, and an end that always comes."""

    door: str
    keeps_log = True
    program: str
    way: str
    # What is sent where the server offers nothing better.
    as_messages: Callable[[Iterable[bytes]], Iterator[Message]]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle what comes, one after the other.

        Channels' own loop would cost each message two tasks, for a channel that nobody
        sends to (sessions hear the layer by sinks), and a visit to a thread that looks
        after connections to the database (see ``chat.concurrency.threads``).
        """
        self.scope, self.base_send = scope, send
        self.connection, self._commands = new_id(), 0
        ACTING.set((self.connection, 0))
        self.session: Session | None = None
        self.cookies = cookies_of(scope)
        self.visitor = at_socket(scope, self.cookies)
        AT.set((self.visitor.door, self.visitor.address))
        writer = scope.get("extensions", {}).get("chat.writer")
        self.encoding = self.encoding_of(has_writer=writer is not None)
        queued = writer or QueuedWriter(self.send, self.as_messages)
        self.outbox = Outbox(queued, self._outbox_changed)
        self._malformed = 0
        self._closed = False
        self.program = self.way = self.door
        self.asked = asked_for(scope, self.cookies)
        self.speak_to(None)
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        finally:
            self._closed = True
            self.outbox.close()
            if self.session is not None:
                # The server may be cancelling this task; the session ends in order.
                await asyncio.shield(self.session.close())

    async def dispatch(self, message: Any) -> None:
        await getattr(self, get_handler_name(message))(message)

    def encoding_of(self, *, has_writer: bool) -> Encoding:
        """How the peer is told events; ``has_writer``: by a writer of the server's."""
        raise NotImplementedError

    def let_in(self) -> None:
        """It is known who that is: from now on they may send more."""
        raise NotImplementedError

    def speak_to(self, user: User | None) -> None:
        """Have ``words`` in the language of who is there."""
        self.words = words_for(user, *self.asked)

    async def hang_up(self, code: int) -> None:
        raise NotImplementedError

    async def close(self, error: ChatError | None = None) -> None:
        """Say why, let it be read, and hang up."""
        if error is None:
            await self.rest()
            await self._end(NORMAL)
        else:
            code = CLOSE_CODES.get(error.code, UNWELCOME)
            await self._end(code, wire.error_event(error, words=self.words))

    async def say_goodbye(self) -> None:
        """The server restarts: the peer is to come back, and is not seen to go."""
        if self.session is not None:
            # Before it is told: a plain-text guest comes back by the same name.
            await self.session.close(returning=True)
        detail = self.words("The server restarts: connect again in a moment.")
        retry = round(random.uniform(*RETRY_SECONDS), 2)  # noqa: S311
        await self._end(RESTART, wire.Goodbye(detail=detail, retry=retry))

    async def enter(self, user: User, key: str = "", **how: Any) -> None:
        process = Process.here()
        self.speak_to(user)
        try:
            self._require_room(process, user)
            self.let_in()
            self.session = Session(self, user, process, key)
            await self.session.open(**how)
        except ChatError as error:
            await self.close(error)

    async def take(self, received: wire.AnyCommand | wire.Rejected) -> None:
        """Handle a command, or answer what is none; the tenth of those ends a program.

        People, and what they pipe, are told each time, as fast as they may be.
        """
        if not isinstance(received, wire.Rejected):
            self._malformed = 0
            # Nobody else's: each connection has a task.
            self._commands += 1
            ref = self._commands if received.ref is UNSET else received.ref
            ACTING.set((self.connection, ref))
            if self.session is not None:
                await self.session.handle(received)
            return
        # A newer client may ask for what this server does not know: that is no rubbish.
        if not isinstance(received.error, UnknownCommand):
            self._malformed += 1
        await self.rest()
        error = await self.too_fast() or received.error
        told = wire.error_event(error, words=self.words)
        await self.outbox.put(self.encoding.encode(told, received.ref))
        if self._malformed >= MALFORMED_MOST and self.keeps_log:
            await self.close(Malformed("Ten malformed lines in a row: goodbye."))

    async def too_fast(self) -> RateLimited | None:
        """Have a person pay for what is no command; None, or why it is not answered."""
        if self.session is not None:
            try:
                self.session.allowed.take(TALK_SECONDS)
            except RateLimited as error:
                await self.session.allowed.pause()
                return error
        return None

    async def rest(self) -> None:
        """Wait until what was said before is stored, and answered."""
        if self.session is not None:
            await self.session.posts.rest()

    def _require_room(self, process: Process, user: User) -> None:
        """Raises:
        RateLimited: they are here often enough, or many guests of theirs come.
        """
        if process.has_enough_of(user):
            # Not the oldest goes instead: its page would come back, and end the next.
            raise RateLimited(
                "You are connected {count} time: close that first.",
                "You are connected {count} times: close some of them first.",
                count=settings.CHAT_CONNECTIONS_PER_PERSON,
                retry=CROWDED_SECONDS,
            )
        if user.guest:
            clock = asyncio.get_running_loop().time
            PACES.let_in(self.visitor.network, clock)

    async def _end(self, code: int, last: wire.AnyEvent | None = None) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(TimeoutError):  # it does not read
            async with asyncio.timeout(FLUSH_SECONDS):
                if last is not None:
                    await self.outbox.put(self.encoding.encode(last))
                await self.outbox.flush()
        self.outbox.close()
        with contextlib.suppress(OSError, RuntimeError):  # the peer was quicker
            await self.hang_up(code)

    def _outbox_changed(self, refused: bool) -> None:
        if self.session is not None:
            self.session.outbox_changed(refused)
