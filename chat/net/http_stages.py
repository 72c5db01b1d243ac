"""uvicorn's HTTP, measured: how much of a request there is, and since when.

The stages of what is read: a *head*, its *body*, and *nothing* until the next head
begins. Bytes and seconds are counted for each of the first two as a whole.
"""

from __future__ import annotations

from enum import Enum, auto
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from chat.net.web_door import WebLimits


class Stage(Enum):
    HEAD = auto()
    BODY = auto()
    NOTHING = auto()


class _Refused(Exception):
    """Stops the parser; the text is for nobody."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class MeasuredHttp(HttpToolsProtocol):
    """One connection, whose requests are refused as soon as they are too large.

    ``since``: when the stage began; ``seconds``: how long it may take.
    """

    def __init__(self, limits: WebLimits, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits
        self.is_refused = False
        self.steps = self.bytes = 0
        self.enter(Stage.HEAD)

    def enter(self, stage: Stage, most: int = 0) -> None:
        """Begin a stage; a body of ``most`` bytes."""
        self.stage, self.since, self.bytes = stage, self.loop.time(), 0
        self.steps += 1
        self._most, self.seconds = self.limits.head_bytes, self.limits.head_seconds
        if stage is Stage.BODY:
            self._most, self.seconds = most, self.limits.seconds_of(most)

    def refuse(self, status: HTTPStatus) -> None:
        """Say why, and hang up."""
        raise NotImplementedError

    def begin_request(self) -> bool:
        """The head is complete: whether it may begin, or there are too many."""
        raise NotImplementedError

    def data_received(self, data: bytes) -> None:
        if self.is_refused:
            return
        self._unset_keepalive_if_required()
        if self.stage is Stage.NOTHING:
            self.enter(Stage.HEAD)
        step, before = self.steps, self.bytes
        try:
            self.parser.feed_data(data)
            if step == self.steps:
                # All of it was of one head or body, also what the parser keeps as yet.
                self.bytes = max(self.bytes, before + len(data))
                self._look_at_size()
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
        except (httptools.HttpParserError, _Refused) as error:
            self.refuse(_status_of(error))

    # --- What the parser calls --------------------------------------------------------

    def on_message_begin(self) -> None:
        if self.stage is Stage.NOTHING:
            self.enter(Stage.HEAD)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self.bytes += len(url)
        self._look_at_size()
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self.bytes += len(name) + len(value) + len(": \r\n")
        self._look_at_size()
        # After a body they are trailers (RFC 9110 §6.5.1), which nobody asked for.
        if self.stage is Stage.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if not self.begin_request():
            raise _Refused(HTTPStatus.TOO_MANY_REQUESTS)
        most = self.limits.body_of(self.url.partition(b"?")[0])
        if _announced(self.headers) > most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.enter(Stage.BODY, most)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.bytes += len(body)
        if self.bytes > self._most:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.enter(Stage.NOTHING)
        super().on_message_complete()

    def _look_at_size(self) -> None:
        if self.stage is Stage.HEAD and self.bytes > self._most:
            raise _Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        # As it is on the wire: with the sizes of its chunks, and what follows them.
        if self.bytes > self._most + self.limits.head_bytes:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _status_of(error: Exception) -> HTTPStatus:
    """What the parser was stopped for: by us, or by itself."""
    why = error if isinstance(error, _Refused) else error.__context__
    return why.status if isinstance(why, _Refused) else HTTPStatus.BAD_REQUEST


def _announced(headers: list[tuple[bytes, bytes]]) -> int:
    """How long the body is said to be; 0 if it is not said. The parser saw a number."""
    return max(
        (int(value) for name, value in headers if name == b"content-length"), default=0
    )
