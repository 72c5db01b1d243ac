"""The browser's door: one event a text frame, by the log-in of the page."""

from __future__ import annotations

from typing import Any

from channels.exceptions import StopConsumer
from django.http import QueryDict

from chat import wire
from chat.accounts.bans import Bans
from chat.concurrency.threads import read, write
from chat.consumers.consumer import Consumer
from chat.consumers.origin import is_own_origin
from chat.models import User
from chat.net.queued import text_messages
from chat.sessions.process import Process
from chat.web.encrypted import session_key
from chat.wire.codec import LINES, TEXT_FRAMES, Encoding
from chat.wire.errors import ChatError, LoginRequired, Malformed


class WebSocketConsumer(Consumer):
    door = "browser"
    as_messages = staticmethod(text_messages)

    def encoding_of(self, *, has_writer: bool) -> Encoding:
        return TEXT_FRAMES if has_writer else LINES

    def let_in(self) -> None:
        scope: Any = self.scope
        let_in = scope.get("extensions", {}).get("chat.let_in")
        if let_in is not None:
            let_in()

    async def websocket_connect(self, message: Any) -> None:
        if not is_own_origin(self.scope):
            await self.send({"type": "websocket.close", "code": 4403})
            raise StopConsumer
        await self.send({"type": "websocket.accept"})
        with_tls = self.scope.get("scheme") == "wss"
        key = session_key(self.cookies, with_tls=with_tls)
        try:
            user = await self._admit(key)
        except ChatError as error:
            await self.close(error)
            return
        asked = QueryDict(self.scope.get("query_string", b""))
        await self.enter(user, key, pages=asked.get("pages") == "1")

    async def websocket_receive(self, message: Any) -> None:
        if self._closed or self.session is None:
            return
        text = message.get("text")
        if text is None:
            await self.take(wire.Rejected(Malformed("Send text frames.")))
        else:
            await self.take(wire.decode(text))

    async def websocket_goodbye(self, message: Any) -> None:
        await self.say_goodbye()

    async def websocket_disconnect(self, message: Any) -> None:
        raise StopConsumer

    async def hang_up(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})

    async def _admit(self, key: str) -> User:
        user = await Process.here().users(key) if key else None
        if user is None:
            raise LoginRequired
        bans = Bans.recent()
        if bans is None:
            bans = await read(Bans.now)
        if refusal := bans.refusal(self.visitor):
            raise refusal
        if not user.is_active:
            # A ban that is over lets nobody in by a log-in of before.
            raise await read(user.refusal) or LoginRequired()
        if user.is_released:
            await write(user.reclaim)
        return user
