"""uvicorn's HTTP, bounded: who is too slow, too long or too many is told, and ended."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Any

from chat.net.gate import Arrival
from chat.net.http_stages import MeasuredHttp, Stage
from chat.net.networks import plain_address
from chat.net.turnstile import Ticket
from chat.net.web_door import LOOK_SECONDS, WebDoor

# How long whoever is told why may take to read that.
CLOSE_SECONDS = 5.0
# How long a connection is kept that asks for nothing: where there is much room, and
# else. A new one costs whoever comes from far away one more way there and back.
KEPT_SECONDS, KEPT_SECONDS_IN_A_CROWD = 75, 5
# Requests that may wait for the answer to one before; browsers send none.
PIPELINED = 4
RETRY_SECONDS = 30
WHY = {
    HTTPStatus.BAD_REQUEST: "That is no HTTP request.",
    HTTPStatus.REQUEST_TIMEOUT: "That took too long.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "That is more than can be sent there.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many connections from where you are.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "That head is too long.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The server restarts: come back in a moment.",
}


class Http(MeasuredHttp):
    """One connection; ``door`` is what it shares with the others.

    ``arrival``: it came through a gate, which has counted it.
    """

    def __init__(
        self,
        door: WebDoor,
        *args: Any,
        arrival: Arrival | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(door.limits, *args, **kwargs)
        self._door = door
        self._arrival = arrival
        self._ticket: Ticket | None = None
        self._unread_since = 0.0  # when the peer began not to read what it asked for

    # --- What the loop calls ----------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            host = plain_address(self.client[0])
            self.client = host, self.client[1]
            counted = None if self._arrival is None else self._arrival.take_ticket()
            self._ticket = counted or self._door.admit(host, self.loop.time())
        if self._ticket is None:
            self.is_refused = True
            transport.abort()
            return
        self._door.visitors.add(self)
        self._door.silent[self] = partial(self._ticket.give_way, transport)

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
        if self.is_refused:
            self._abort_after(CLOSE_SECONDS, now - self.since)
        elif self.transport.is_closing() or self.flow.write_paused:
            self._unread_since = self._unread_since or now
            self._abort_after(self.limits.answer_seconds, now - self._unread_since)
        elif self.flow.read_paused:
            self.since += LOOK_SECONDS  # it is not heard, so it is not late
        elif self.stage is not Stage.NOTHING and now - self.since > self.seconds:
            if self in self._door.silent and not self.bytes:
                self.transport.close()  # a browser's, for later: it asks for nothing
            else:
                self.refuse(HTTPStatus.REQUEST_TIMEOUT)

    # --- What uvicorn and the measuring call ------------------------------------------

    def begin_request(self) -> bool:
        self._door.silent.pop(self, None)
        return len(self.pipeline) < PIPELINED and self._is_counted()

    def on_response_complete(self) -> None:
        ticket = self._ticket
        if ticket is not None and self._is_from_proxy():
            ticket.change(None, self.loop.time())
        is_roomy = ticket is not None and ticket.is_roomy
        self.timeout_keep_alive = KEPT_SECONDS if is_roomy else KEPT_SECONDS_IN_A_CROWD
        super().on_response_complete()

    def handle_websocket_upgrade(self) -> None:
        if self._door.is_leaving:
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self._leave()
        if self._is_answering() or self._ticket is None:
            self.transport.abort()
            return
        # From now on it is the other's to close.
        left, self._ticket = self._ticket.close, None
        upgraded: Any = self.ws_protocol_class
        self.ws_protocol_class = partial(upgraded, left=left)  # type: ignore[assignment]
        super().handle_websocket_upgrade()

    def refuse(self, status: HTTPStatus) -> None:
        """Say why, if nothing else is being said, and hang up when that is read.

        A socket that is closed with unread bytes in it sends a reset, which can undo
        what the peer has not read yet (RFC 9112 §9.6): only our half is closed.
        """
        is_own = self.stage is Stage.BODY and not self.pipeline
        if self._is_answering() and (not is_own or self.cycle.response_started):
            self.transport.abort()
            return
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.is_refused, self.since = True, self.loop.time()
        self._door.silent.pop(self, None)
        self._unset_keepalive_if_required()
        self.transport.write(_answer(status, self.server_state.default_headers))
        if self.transport.can_write_eof():
            self.flow.resume_reading()
            self.transport.write_eof()
        else:
            self.transport.close()

    # --- Steps ------------------------------------------------------------------------

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

    def _abort_after(self, seconds: float, past: float) -> None:
        if past > seconds:
            self.transport.abort()


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
