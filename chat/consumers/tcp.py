"""The doors for socket clients: each speaks one dialect, and begins with a log-in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from channels.exceptions import StopConsumer
from django.conf import settings

from chat import wire
from chat.accounts import authentication
from chat.concurrency.threads import login, write
from chat.consumers.consumer import Consumer
from chat.dialects import Dialect, Quit, Received
from chat.dialects.jsonl import JsonLines
from chat.dialects.plain.dialect import Plain
from chat.models import User
from chat.net.queued import data_messages
from chat.wire.codec import Encoding
from chat.wire.errors import ChatError, LoginRequired, NameRegistered

DIALECTS: dict[str, Callable[[], Dialect]] = {
    "plain": lambda: Plain(settings.CHAT_LINE_BYTES),
    "json": lambda: JsonLines(wire.MAX_FRAME_BYTES),
}


class TcpConsumer(Consumer):
    as_messages = staticmethod(data_messages)

    def encoding_of(self, *, has_writer: bool) -> Encoding:
        scope: Any = self.scope
        self.door, self.client = scope["door"], scope["client"]
        self.dialect = DIALECTS[self.door]()
        self.keeps_log = self.dialect.keeps_log
        return self.dialect.encoding

    async def tcp_connect(self, message: Any) -> None:
        self._deadline = asyncio.get_running_loop().call_later(
            settings.CHAT_LOGIN_SECONDS, self._too_late
        )
        if greeting := self.dialect.greeting():
            await self.outbox.put(greeting)

    async def tcp_receive(self, message: Any) -> None:
        self.dialect.feed(message["data"])
        await self._work()

    async def tcp_goodbye(self, message: Any) -> None:
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

    async def _work(self) -> None:
        # One by one: what a line means can depend on the answer to the one before.
        while not self._closed and (received := self.dialect.next()) is not None:
            await self._take_one(received)

    async def _take_one(self, received: Received) -> None:
        if isinstance(received, bytes):
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

    async def _log_in(self, command: wire.Login) -> None:
        try:
            user = await self._admit(command)
        except ChatError as error:
            prompt = None
            if isinstance(error, NameRegistered):
                prompt = self.dialect.ask_password()
            if prompt is None:
                await self._refuse(error, command)
            else:
                await self.outbox.put(prompt)
            return
        self._deadline.cancel()
        await self.enter(
            user, ref=command.ref, with_token=self.keeps_log, pages=command.pages
        )

    async def _admit(self, command: wire.Login) -> User:
        if command.password is not None:
            address = self.client[0]
            return await login(
                authentication.log_in, command.name, command.password, address
            )
        if command.token is not None:
            return await write(authentication.come_back, command.name, command.token)
        return await write(
            authentication.come_as_guest, command.name, may_return=self.keeps_log
        )

    async def _refuse(self, error: ChatError, command: wire.Login) -> None:
        why = wire.error_event(error)
        await self.outbox.put(self.encoding.encode(why, command.ref))
        await self.close()

    def _too_late(self) -> None:
        seconds = int(settings.CHAT_LOGIN_SECONDS)
        error = LoginRequired(f"Nobody logged in within {seconds} seconds: goodbye.")
        self._closing = asyncio.create_task(self.close(error))
