"""A WebSocket through the proxies: is it handed on at once, and borne while quiet."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from websockets.exceptions import (
    ConnectionClosed,
    InvalidStatus,
    WebSocketException,
)
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from chat.doctor.finding import OK, WARNING, WRONG, Finding
from chat.health.probe import PATH, PAUSE_SECONDS, ticket

NAME = "address"
SECONDS = 10
LOOK_SECONDS = 0.1
# Beyond the moment at which a ping is to come.
LATE_SECONDS = 8
# Nobody's (RFC 5737): what a client claims of itself.
CLAIMED = "192.0.2.77"


class _Listening(ClientConnection):
    """``is_pinged``: a ping has come; it is answered by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.is_pinged = False
        super().__init__(*args, **kwargs)

    def process_event(self, event: Any) -> None:
        if isinstance(event, Frame) and event.opcode is Opcode.PING:
            self.is_pinged = True
        super().process_event(event)


def look(scheme: str, host: str, quiet: float) -> Iterator[Finding]:
    """Leave one quiet for so many seconds, until it is pinged; see what comes."""
    kind = "wss" if scheme == "https" else "ws"
    address = f"{kind}://{host}{PATH}?ticket={ticket()}&quiet={quiet}"
    try:
        connection = connect(
            address,
            additional_headers=_claims(),
            compression=None,
            proxy=None,
            open_timeout=SECONDS,
            ping_interval=None,
            create_connection=_Listening,
        )
    except InvalidStatus as error:
        status = error.response.status_code
        said = f"a WebSocket that is to be tried is answered {status}"
        do = "run this with the SECRET_KEY of the site that answers there"
        yield Finding(WARNING, NAME, said, do)
        return
    except (OSError, WebSocketException) as error:
        said = f"a WebSocket does not come about ({type(error).__name__})"
        yield Finding(WRONG, NAME, said, "look into the proxy's log")
        return
    with connection:
        yield from _watch(connection, kind, quiet)


def _claims() -> dict[str, str]:
    # Where no proxy is believed, that would be taken for one that is not listed.
    return {"X-Forwarded-For": CLAIMED} if settings.TRUSTED_PROXIES else {}


def _watch(connection: Any, kind: str, quiet: float) -> Iterator[Finding]:
    try:
        came_along = json.loads(connection.recv(SECONDS))
        began = time.monotonic()
        connection.recv(SECONDS)
    except (ConnectionClosed, TimeoutError):
        do = "have the proxy hand on the frames of /ws/ both ways"
        yield Finding(WRONG, NAME, "a WebSocket is open, and no word comes", do)
        return
    if time.monotonic() - began < PAUSE_SECONDS / 2:
        said = "what is sent by a WebSocket comes late, and together"
        do = "switch off the proxy's buffering of /ws/ (nginx: proxy_buffering off)"
        yield Finding(WRONG, NAME, said, do)
    if came_along["scheme"] != kind:
        said = "the proxy does not say that a WebSocket came by TLS"
        do = "have it set X-Forwarded-Proto for /ws/ as well"
        yield Finding(WARNING, NAME, said, do)
    yield from _named(came_along["forwarded"])
    yield _borne(connection, quiet)


def _named(forwarded: list[str]) -> Iterator[Finding]:
    """What the site is told of who the client is, who claims to be ``CLAIMED``."""
    set_it = "have the proxy set X-Forwarded-For to the client's address"
    if not settings.TRUSTED_PROXIES:
        if forwarded:
            said = "a proxy says who its clients are, and is not believed"
            yield Finding(WARNING, NAME, said, "list it in TRUSTED_PROXIES")
    elif not forwarded:
        said = "its proxy does not say who its clients are: all count as one"
        yield Finding(WRONG, NAME, said, set_it)
    elif forwarded[-1] == CLAIMED:
        said = "X-Forwarded-For comes as clients send it: each can be anybody"
        yield Finding(WRONG, NAME, said, f"{set_it}, or put it at the end")
    else:
        yield Finding(OK, NAME, "its proxy says who the clients are")


def _borne(connection: Any, quiet: float) -> Finding:
    began = time.monotonic()
    passed = 0.0
    while passed < quiet + LATE_SECONDS and not connection.is_pinged:
        try:
            connection.recv(LOOK_SECONDS)
        except TimeoutError:
            pass
        except ConnectionClosed:
            said = f"a WebSocket that is quiet is ended after {passed:.0f} s"
            do = "have the proxy bear 60 s of that (nginx: proxy_read_timeout)"
            return Finding(WRONG, NAME, said, do)
        passed = time.monotonic() - began
    if connection.is_pinged:
        said = f"a WebSocket that is quiet is pinged after {passed:.0f} s"
        return Finding(OK, NAME, said)
    said = f"no ping came to a quiet WebSocket within {passed:.0f} s"
    return Finding(WRONG, NAME, said, "have the proxy hand on all frames at once")
