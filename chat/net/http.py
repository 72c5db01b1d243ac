"""uvicorn's HTTP, bounded: who is too slow, too long or too many is told, and ended.

The stages of what is read: a *head*, its *body*, and *nothing* until the next head
begins. Bytes and seconds are counted for each of the first two as a whole.
"""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from functools import partial
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chat.net.turnstile import plain_address
from chat.net.web_door import LOOK_SECONDS, Ticket, WebDoor

# How long whoever is told why may take to read that.
CLOSE_SECONDS = 5.0
# Requests that may wait for the answer to one before; browsers send none.
PIPELINED = 4
RETRY_SECONDS = 30
WHY = {
    HTTPStatus.BAD_REQUEST: "That is no HTTP request.",
    HTTPStatus.REQUEST_TIMEOUT: "That took too long.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is more than can be sent there.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many connections from where you are.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "That head is too long.",
}


class _Stage(Enum):
    HEAD = auto()
    BODY = auto()
    NOTHING = auto()


class _Refused(Exception):
    """Stops the parser; the text is for nobody."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Http(HttpToolsProtocol):
    """One connection; ``door`` is what it shares with the others."""

    def __init__(self, door: WebDoor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door
        self._ticket: Ticket | None = None
        self._is_refused = False
        self._unread_since = 0.0  # when the peer began not to read what it asked for
        self._steps = self._bytes = 0
        self._enter(_Stage.HEAD)

    # --- What the loop calls ----------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            host = plain_address(self.client[0])
            self.client = host, self.client[1]
            self._ticket = self._door.admit(host, self.loop.time())
        if self._ticket is None:
            self._is_refused = True
            transport.abort()
            return
        self._door.visitors.add(self)
        self._door.silent[self] = self._give_way

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._unset_keepalive_if_required()
        if self._stage is _Stage.NOTHING:
            self._enter(_Stage.HEAD)
        step, before = self._steps, self._bytes
        try:
            self.parser.feed_data(data)
            if step == self._steps:
                # All of it was of one head or body, also what the parser keeps as yet.
                self._bytes = max(self._bytes, before + len(data))
                self._look_at_size()
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
        except (httptools.HttpParserError, _Refused) as error:
            self._refuse(_status_of(error))

    def pause_writing(self) -> None:
        self._unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._unread_since = 0.0
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        if self._ticket is not None:
            self._ticket.close()
        super().connection_lost(exc)

    # --- What the door calls ----------------------------------------------------------

    def look(self, now: float) -> None:
        """End it if it takes too long to say something, or to read the answer."""
        limits = self._door.limits
        if self._is_refused:
            self._abort_after(CLOSE_SECONDS, now - self._since)
        elif self.transport.is_closing():
            self._unread_since = self._unread_since or now
            self._abort_after(limits.answer_seconds, now - self._unread_since)
        elif self.flow.write_paused:
            self._abort_after(limits.answer_seconds, now - self._unread_since)
        elif self.flow.read_paused:
            self._since += LOOK_SECONDS  # it is not heard, so it is not late
        elif self._stage is not _Stage.NOTHING and now - self._since > self._seconds:
            if self in self._door.silent and not self._bytes:
                self.transport.close()  # a browser's, for later: it asks for nothing
            else:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    # --- What the parser calls --------------------------------------------------------

    def on_message_begin(self) -> None:
        if self._stage is _Stage.NOTHING:
            self._enter(_Stage.HEAD)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._bytes += len(url)
        self._look_at_size()
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._bytes += len(name) + len(value) + len(": \r\n")
        self._look_at_size()
        # After a body they are trailers (RFC 9110 §6.5.1), which nobody asked for.
        if self._stage is _Stage.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._door.silent.pop(self, None)
        if len(self.pipeline) >= PIPELINED or not self._is_counted():
            raise _Refused(HTTPStatus.TOO_MANY_REQUESTS)
        most = self._door.limits.body_of(self.url.partition(b"?")[0])
        if _announced(self.headers) > most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self._enter(_Stage.BODY, most)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._bytes += len(body)
        if self._bytes > self._most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._enter(_Stage.NOTHING)
        super().on_message_complete()

    # --- What uvicorn calls -----------------------------------------------------------

    def on_response_complete(self) -> None:
        if self._ticket is not None and self._is_from_proxy():
            self._ticket.change(None, self.loop.time())
        super().on_response_complete()

    def handle_websocket_upgrade(self) -> None:
        self._leave()
        if self._is_answering() or self._ticket is None:
            self.transport.abort()
            return
        # From now on it is the other's to close.
        left, self._ticket = self._ticket.close, None
        upgraded: Any = self.ws_protocol_class
        self.ws_protocol_class = partial(upgraded, left=left)  # type: ignore[assignment]
        super().handle_websocket_upgrade()

    # --- Steps ------------------------------------------------------------------------

    def _enter(self, stage: _Stage, most: int = 0) -> None:
        limits = self._door.limits
        self._stage, self._since, self._bytes = stage, self.loop.time(), 0
        self._steps += 1
        self._most, self._seconds = limits.head_bytes, limits.head_seconds
        if stage is _Stage.BODY:
            self._most, self._seconds = most, limits.seconds_of(most)

    def _look_at_size(self) -> None:
        if self._stage is _Stage.HEAD and self._bytes > self._most:
            raise _Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        # As it is on the wire: with the sizes of its chunks, and what follows them.
        if self._bytes > self._most + self._door.limits.head_bytes:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def _refuse(self, status: HTTPStatus) -> None:
        """Say why, if nothing else is being said, and hang up when that is read.

        A socket that is closed with unread bytes in it sends a reset, which can undo
        what the peer has not read yet (RFC 9112 §9.6): only our half is closed.
        """
        is_own = self._stage is _Stage.BODY and not self.pipeline
        if self._is_answering() and (not is_own or self.cycle.response_started):
            self.transport.abort()
            return
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._is_refused, self._since = True, self.loop.time()
        self._door.silent.pop(self, None)
        self._unset_keepalive_if_required()
        self.transport.write(_answer(status, self.server_state.default_headers))
        if self.transport.can_write_eof():
            self.flow.resume_reading()
            self.transport.write_eof()
        else:
            self.transport.close()

    def _is_from_proxy(self) -> bool:
        return self.client is not None and self._door.proxies.lists(self.client[0])

    def _is_counted(self) -> bool:
        """Count whom a proxy names; False if they have enough."""
        if self._ticket is None or self.client is None:
            return False
        if self._is_from_proxy():
            client = self._door.proxies.client_in(self.headers)
            return self._ticket.change(client, self.loop.time())
        self._door.proxies.notice(self.client[0], self.headers)
        return True

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _leave(self) -> None:
        self._door.visitors.discard(self)
        self._door.silent.pop(self, None)

    def _give_way(self) -> None:
        self._is_refused = True
        self._leave()
        if self._ticket is not None:
            self._ticket.close()  # its place is the other's already
        self.transport.abort()

    def _abort_after(self, seconds: float, past: float) -> None:
        if past > seconds:
            self.transport.abort()


def _status_of(error: Exception) -> HTTPStatus:
    """What the parser was stopped for: by us, or by itself."""
    why = error if isinstance(error, _Refused) else error.__context__
    return why.status if isinstance(why, _Refused) else HTTPStatus.BAD_REQUEST


def _announced(headers: list[tuple[bytes, bytes]]) -> int:
    """How long the body is said to be; 0 if it is not said. The parser saw a number."""
    return max(
        (int(value) for name, value in headers if name == b"content-length"), default=0
    )


def _answer(status: HTTPStatus, more: list[tuple[bytes, bytes]]) -> bytes:
    text = WHY[status].encode() + b"\n"
    headers = [
        *more,
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
    lines = [b"%s: %s\r\n" % header for header in headers]
    first = f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
    return b"".join([first, *lines, b"\r\n", text])
