"""The doors for socket clients: each speaks one dialect, and begins with a log-in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from channels.exceptions import StopConsumer
from django.conf import settings

from chat import wire
from chat.accounts import authentication, clear
from chat.accounts.invited import invitation_by
from chat.accounts.visitor import Visitor
from chat.concurrency.threads import login
from chat.consumers.consumer import Consumer
from chat.dialects import Dialect, Quit, Received
from chat.dialects.jsonl import JsonLines
from chat.dialects.plain.dialect import Plain
from chat.models import User
from chat.models.people.hashing import HASHING, LOG_IN
from chat.net.queued import data_messages
from chat.sessions.prices import price_of
from chat.sessions.rate import TALK_SECONDS, Bucket
from chat.sessions.session import Session
from chat.wire.codec import Encoding
from chat.wire.errors import (
    AppPasswordNeeded,
    BadCredentials,
    ChatError,
    ClearPassword,
    GuestsRefused,
    LoginRequired,
    NameInvalid,
    NameRegistered,
    NameTaken,
)

DIALECTS: dict[str, Callable[[], Dialect]] = {
    "plain": lambda: Plain(settings.CHAT_LINE_BYTES),
    "json": lambda: JsonLines(wire.MAX_FRAME_BYTES),
}
# What the desktop client calls itself: with a window, and in a terminal.
DESKTOP, IN_TERMINAL = "desktop", "terminal"
# What is shown of the names that clients give themselves.
CLIENT = re.compile(r"[A-Za-z0-9._-]{1,20}")
# What people who come in get wrong, and may say again.
MISTAKES = (AppPasswordNeeded, BadCredentials, NameInvalid, NameTaken)
# Of what has come and says nothing (blank lines, telnet's commands, pieces of a line):
# so many pieces at once, so many a second in the long run, and what counts as one.
QUIET_BURST, QUIET_RATE, QUIET_BYTES = 100, 20, 4096


class TcpConsumer(Consumer):
    as_messages = staticmethod(data_messages)

    def encoding_of(self, *, has_writer: bool) -> Encoding:
        scope: Any = self.scope
        self.door, self.is_encrypted = scope["door"], scope["encrypted"]
        self._goes_on = scope["extensions"].get("chat.goes_on", lambda: None)
        self.dialect = DIALECTS[self.door]()
        self.keeps_log = self.dialect.keeps_log
        self._early = 0
        return self.dialect.encoding

    def let_in(self) -> None:
        self.dialect.let_in()

    def speak_to(self, user: User | None) -> None:
        super().speak_to(user)
        self.dialect.speak(self.words)

    async def tcp_connect(self, message: Any) -> None:
        self._deadline = asyncio.get_running_loop().call_later(
            settings.CHAT_LOGIN_SECONDS, self._too_late
        )
        if greeting := self.dialect.greeting():
            await self.outbox.put(greeting)

    async def tcp_receive(self, message: Any) -> None:
        data = message["data"]
        if answer := self.dialect.feed(data):
            await self.outbox.put(answer)
        is_typed = message.get("fresh") and (b"\n" in data or b"\r" in data)
        if is_typed and self._waiter is not None:
            await self._waiter.shown.mark_read()
        if not await self._work():
            # Nobody is asked to pay for that, so it waits, unread in the socket.
            await self._quiet.awaited(1 + len(data) / QUIET_BYTES)

    async def tcp_goodbye(self, message: Any) -> None:
        if self._waiter is not None and self.dialect.next() is not None:
            unsaid = self.words("What you sent last was not said. Say it again then.")
            await self.outbox.put(self.encoding.encode(wire.Notice(detail=unsaid)))
        await self.say_goodbye()

    async def tcp_disconnect(self, message: Any) -> None:
        if message.get("eof"):
            self.dialect.feed_eof()
            await self._work()
            await self.close()
        self._deadline.cancel()
        raise StopConsumer

    async def hang_up(self, code: int) -> None:
        self._deadline.cancel()
        await self.send({"type": "tcp.close"})

    async def _work(self) -> bool:
        """Do what has been said; False if that was nothing."""
        was_told = False
        # One by one: what a line means can depend on the answer to the one before.
        while not self._is_over and (received := self.dialect.next()) is not None:
            if self._waiter is not None:
                await self._waiter.allowed.awaited(_price_of(received))
            await self._take_one(received)
            was_told = True
            self._goes_on()
        return was_told

    @cached_property
    def _quiet(self) -> Bucket:
        return Bucket(QUIET_RATE, QUIET_BURST, asyncio.get_running_loop().time)

    @property
    def _is_over(self) -> bool:
        """Whether nothing more is done of what has come."""
        scope: Any = self.scope
        is_stopping = scope["extensions"].get("chat.is_stopping")
        must_stop = self._waiter is not None and is_stopping is not None
        return self._closed or (must_stop and is_stopping())

    @property
    def _waiter(self) -> Session | None:
        """Whoever is in and could not tell what was refused: nothing is, it waits."""
        return None if self.keeps_log else self.session

    async def _take_one(self, received: Received) -> None:
        if self._closed:
            return
        if self.session is None and self._is_one_too_many():
            await self.close(
                LoginRequired(
                    "Nobody logged in with {count} message: goodbye.",
                    "Nobody logged in with {count} messages: goodbye.",
                    count=wire.EARLY_MESSAGES,
                )
            )
        elif isinstance(received, bytes):
            await self.rest()
            await self.outbox.put(received)
        elif isinstance(received, Quit):
            await self.close()
        elif self.session is not None or isinstance(received, wire.Rejected):
            await self.take(received)
        elif isinstance(received, wire.Login):
            await self._log_in(received)
        else:
            await self.take(wire.Rejected(LoginRequired(), received.ref))

    def _is_one_too_many(self) -> bool:
        self._early += 1
        return self._early > wire.EARLY_MESSAGES

    async def _log_in(self, command: wire.Login) -> None:
        self.asked = [command.language]
        self.speak_to(None)
        is_desktop = command.client in (DESKTOP, IN_TERMINAL)
        self.program = DESKTOP if is_desktop else self.door
        try:
            user = await self._admit(command)
        except ChatError as error:
            await self._ask_or_refuse(error, command)
            return
        self._deadline.cancel()
        if CLIENT.fullmatch(command.client):
            self.way = f"{self.door}/{command.client}"
        how = {"with_token": self.keeps_log, "pages": command.pages}
        await self.enter(user, user.login, ref=command.ref, **how)

    async def _ask_or_refuse(self, error: ChatError, command: wire.Login) -> None:
        """Ask for the password that opens the name, where there is a dialogue.

        Without guests every name is asked for it: else it would be told which ones are
        registered, to whoever only tries them.
        """
        prompt = None
        if isinstance(error, NameRegistered | GuestsRefused):
            is_known = isinstance(error, NameRegistered)
            prompt = self.dialect.ask_password(is_known=is_known)
        try:
            if prompt is not None:
                self._check_way()
        except ClearPassword as refused:
            prompt, error = None, refused
        if prompt is None:
            await self._refuse(error, command)
        else:
            await self.outbox.put(prompt)

    def _check_way(self) -> None:
        """Raises:
        ClearPassword: no password may come by this connection.
        """
        address = self.visitor.address
        clear.check(self.door, address, is_encrypted=self.is_encrypted)

    async def _admit(self, command: wire.Login) -> User:
        name, visitor = command.name, replace(self.visitor, door=self.program)
        if command.password is not None:
            self._check_way()
            # Here, and not in the thread: others get theirs while this one waits.
            async with HASHING.awaited(LOG_IN, visitor.network):
                return await login(
                    authentication.log_in, name, command.password, visitor
                )
        if command.token is not None:
            return await login(authentication.come_back, name, command.token, visitor)
        return await login(_new_guest, name, visitor, command.invite, self.keeps_log)

    async def _refuse(self, error: ChatError, command: wire.Login) -> None:
        """Say why, and ask again where there is a dialogue, as long as any line is
        taken from whoever is not in.
        """
        why = wire.error_event(error, words=self.words)
        await self.outbox.put(self.encoding.encode(why, command.ref))
        question = None
        if isinstance(error, MISTAKES) and self._early < wire.EARLY_MESSAGES:
            question = self.dialect.ask_again()
        if question is None:
            await self.close()
        else:
            await self.outbox.put(question)

    def _too_late(self) -> None:
        error = LoginRequired(
            "Nobody logged in within {count} second: goodbye.",
            "Nobody logged in within {count} seconds: goodbye.",
            count=int(settings.CHAT_LOGIN_SECONDS),
        )
        self._closing = asyncio.create_task(self.close(error))


def _price_of(received: Received) -> float:
    """In seconds of a core."""
    if isinstance(received, wire.Rejected | Quit | bytes):
        return TALK_SECONDS
    return price_of(received)


def _new_guest(name: str, visitor: Visitor, invite: str, may_return: bool) -> User:
    invitation = invitation_by(invite, visitor)
    return authentication.come_as_guest(
        name, visitor, may_return=may_return, invitation=invitation
    )
