"""The doors' consumers: thin skins between a connection and its session."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Hashable
from typing import Any
from urllib.parse import urlsplit

from channels.consumer import AsyncConsumer, get_handler_name
from channels.exceptions import StopConsumer
from django.conf import settings
from django.http.cookie import parse_cookie

from chat import wire
from chat.accounts import authentication
from chat.concurrency.threads import login, write
from chat.delivery.live import Live, Stretch
from chat.dialects import Dialect, Quit, Received
from chat.dialects.jsonl import JsonLines
from chat.dialects.plain.dialect import Plain
from chat.models import User
from chat.net.outbox import Outbox
from chat.net.writer import Pump
from chat.sessions.process import Node
from chat.sessions.session import Session
from chat.site import Site
from chat.wire.errors import (
    Banned,
    ChatError,
    Internal,
    LoginRequired,
    Malformed,
    NameRegistered,
    UnknownCommand,
)

logger = logging.getLogger("chat.consumers")

MALFORMED_MOST = 10
FLUSH_SECONDS = 2.0
# Why a WebSocket is closed: RFC 6455 §7.4, and codes of our own.
NORMAL, RESTART, UNWELCOME = 1000, 1012, 4401
CLOSE_CODES = {Banned.code: 4403, Malformed.code: 4400, Internal.code: 1011}
# When to come back, at the earliest and at the latest.
RETRY_SECONDS = (0.2, 1.2)
DIALECTS = {
    "plain": lambda: Plain(settings.CHAT_LINE_BYTES),
    "json": lambda: JsonLines(wire.MAX_FRAME_BYTES),
}


def as_line(data: bytes) -> bytes:
    """An event as a line of the JSON door."""
    return data + b"\n"


def text_frame(data: bytes) -> bytes:
    """An event as a WebSocket text frame of a server (RFC 6455 §5.2)."""
    size = len(data)
    if size < 126:
        return bytes((0x81, size)) + data
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2) + data
    return b"\x81\x7f" + size.to_bytes(8) + data


class _Consumer(AsyncConsumer):
    """What both skins share: one session, one outbox, and an end that always comes."""

    door: str
    keeps_log = True

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle what comes, one after the other.

        Channels' own loop would cost each message two tasks, for a channel that nobody
        sends to (sessions hear the layer by sinks), and a visit to a thread that looks
        after connections to the database (see ``chat.concurrency.threads``).
        """
        self.scope, self.base_send = scope, send
        self.session: Session | None = None
        line = scope.get("extensions", {}).get("chat.line")
        self.frame = self.framing if line else as_line
        self.outbox = Outbox(line or Pump(self.write), self._outbox_changed)
        self._malformed = 0
        self._closed = False
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

    @staticmethod
    def framing(data: bytes) -> bytes:
        """An event's bytes as a line of that door takes them."""
        raise NotImplementedError

    async def write(self, waiting: list[bytes]) -> None:
        """Send lines, where the server offers nothing better."""
        raise NotImplementedError

    async def hang_up(self, code: int) -> None:
        raise NotImplementedError

    def encode(self, event: wire.AnyEvent) -> bytes:
        return self.frame(wire.encode(event))

    def encode_live(self, live: Live) -> bytes:
        return self.frame(live.raw)

    def encode_stretch(self, stretch: Stretch) -> bytes:
        return stretch.encoded(self.encode_live, self.frame)

    def kind(self, conversation: int) -> Hashable:
        return self.frame

    async def close(self, error: ChatError | None = None) -> None:
        """Say why, let it be read, and hang up."""
        if error is None:
            await self.rest()
            await self._end(NORMAL)
        else:
            code = CLOSE_CODES.get(error.code, UNWELCOME)
            await self._end(code, wire.error_event(error))

    async def say_goodbye(self) -> None:
        """The server restarts: the peer is to come back, and is not seen to go."""
        if self.session is not None:
            # Before it is told: a plain-text guest comes back by the same name.
            await self.session.close(returning=True)
        detail = "The server restarts: connect again in a moment."
        retry = round(random.uniform(*RETRY_SECONDS), 2)  # noqa: S311
        await self._end(RESTART, wire.Goodbye(detail=detail, retry=retry))

    async def enter(self, user: User, key: str = "", **how: Any) -> None:
        self.session = Session(self, user, key)
        try:
            await self.session.open(**how)
        except ChatError as error:
            await self.close(error)

    async def take(self, received: wire.AnyCommand | wire.Rejected) -> None:
        """Handle a command, or answer what is none; the tenth of those ends it."""
        if not isinstance(received, wire.Rejected):
            self._malformed = 0
            await self.session.handle(received)
            return
        # A newer client may ask for what this server does not know: that is no rubbish.
        if not isinstance(received.error, UnknownCommand):
            self._malformed += 1
        await self.rest()
        error = wire.error_event(received.error, received.ref)
        await self.outbox.put(self.encode(error))
        if self._malformed >= MALFORMED_MOST:
            await self.close(Malformed("Ten malformed lines in a row: goodbye."))

    async def rest(self) -> None:
        """Wait until what was said before is stored, and answered."""
        if self.session is not None:
            await self.session.rest()

    async def _end(self, code: int, last: wire.AnyEvent | None = None) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(TimeoutError):  # it does not read
            async with asyncio.timeout(FLUSH_SECONDS):
                if last is not None:
                    await self.outbox.put(self.encode(last))
                await self.outbox.flush()
        self.outbox.close()
        with contextlib.suppress(OSError, RuntimeError):  # the peer was quicker
            await self.hang_up(code)

    def _outbox_changed(self, refused: bool) -> None:
        if self.session is not None:
            self.session.outbox_changed(refused)


class WebSocketConsumer(_Consumer):
    door = "browser"

    async def websocket_connect(self, message: Any) -> None:
        if not is_own_origin(self.scope):
            await self.send({"type": "websocket.close", "code": 4403})
            raise StopConsumer
        await self.send({"type": "websocket.accept"})
        key = _session_key(self.scope)
        try:
            user = await self._admit(key)
        except ChatError as error:
            await self.close(error)
            return
        await self.enter(user, key)

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

    framing = staticmethod(text_frame)

    async def write(self, waiting: list[bytes]) -> None:
        for line in b"".join(waiting).splitlines():
            await self.send({"type": "websocket.send", "text": line.decode()})

    async def hang_up(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})

    async def _admit(self, key: str) -> User:
        user = await Node.here().users(key) if key else None
        if user is None:
            raise LoginRequired
        user.admitted()
        if user.is_released:
            await write(user.reclaim)
        return user


class TcpConsumer(_Consumer):
    dialect: Dialect

    async def tcp_connect(self, message: Any) -> None:
        self.door = self.scope["door"]
        self.dialect = DIALECTS[self.door]()
        self.keeps_log = self.dialect.keeps_log
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

    framing = staticmethod(as_line)

    async def write(self, waiting: list[bytes]) -> None:
        await self.send({"type": "tcp.send", "data": b"".join(waiting)})

    async def hang_up(self, code: int) -> None:
        self._deadline.cancel()
        await self.send({"type": "tcp.close"})

    def encode(self, event: wire.AnyEvent) -> bytes:
        return self.dialect.send(event)

    def encode_live(self, live: Live) -> bytes:
        return self.frame(live.raw) if self.keeps_log else self.encode(live.event)

    def encode_stretch(self, stretch: Stretch) -> bytes:
        kind = self.kind(stretch.conversation)
        if kind is None:
            return b"".join(map(self.encode_live, stretch.lives))
        return stretch.encoded(self.encode_live, kind)

    def kind(self, conversation: int) -> Hashable:
        return self.dialect.alike(conversation)

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
        await self.enter(user, ref=command.ref, with_token=self.keeps_log)

    async def _admit(self, command: wire.Login) -> User:
        if command.password is not None:
            address = self.scope["client"][0]
            return await login(
                authentication.log_in, command.name, command.password, address
            )
        if command.token is not None:
            return await write(authentication.come_back, command.name, command.token)
        return await write(
            authentication.come_as_guest, command.name, may_return=self.keeps_log
        )

    async def _refuse(self, error: ChatError, command: wire.Login) -> None:
        await self.outbox.put(self.encode(wire.error_event(error, command.ref)))
        await self.close()

    def _too_late(self) -> None:
        seconds = int(settings.CHAT_LOGIN_SECONDS)
        error = LoginRequired(f"Nobody logged in within {seconds} seconds: goodbye.")
        self._closing = asyncio.create_task(self.close(error))


def _session_key(scope: Any) -> str:
    cookies = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    text = "; ".join(cookie.decode("latin-1") for cookie in cookies)
    return parse_cookie(text).get(settings.SESSION_COOKIE_NAME, "")


def is_own_origin(scope: Any) -> bool:
    """Whether a WebSocket was opened by a page of this site.

    Browsers name the page's origin (RFC 6455 §10.2), and send the cookie whichever page
    it is: without this check every page could speak as whoever visits it.
    """
    headers = {
        name.lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    origin, host = headers.get(b"origin", ""), headers.get(b"host", "")
    if not Site.here().answers_to(host):
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    own = parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
    return own or origin in settings.CSRF_TRUSTED_ORIGINS
