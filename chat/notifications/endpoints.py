"""Push services: where they may be, and what they answer.

Whoever adds a device says where its push service is: so nothing but a public address is
ever connected to, the very one that was looked at, and no redirect is followed.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import time
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from chat.previews.hosts import is_public

# For a push as a whole, but for the resolver, which has limits of its own.
SECONDS = 10.0
# What a push service answers is not read beyond that, nor what follows its headers.
HEAD_BYTES = 16 * 1024
CHARACTERS_MOST = 1000
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


class Refused(Exception):
    """It is no address of a push service; or not of one that may be asked."""


class Answer(NamedTuple):
    """``retry_after``: seconds, if it says so."""

    status: int
    retry_after: float | None


def split(endpoint: str) -> SplitResult:
    """The parts of the address of a push service.

    Raises:
        Refused
    """
    schemes = ("https", "http") if settings.CHAT_PUSH_PRIVATE else ("https",)
    try:
        parts = urlsplit(endpoint)
        is_fit = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        raise Refused from None
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not is_fit or not is_plain or parts.username or len(endpoint) > CHARACTERS_MOST:
        raise Refused
    return parts


def push(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Have a push service take that (RFC 8030 §5).

    Raises:
        Refused: it is not where a push service may be.
        OSError, http.client.HTTPException: it does not answer.
    """
    parts = split(endpoint)
    deadline = time.monotonic() + SECONDS
    is_tls = parts.scheme == "https"
    with closing(_connection(parts, 443 if is_tls else 80)) as connection:
        _connect(connection, deadline, is_tls=is_tls)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("POST", path, body, headers)
        return _answer(_head(connection.sock, deadline))


def _connection(parts: SplitResult, default: int) -> http.client.HTTPConnection:
    port = parts.port or default
    connection = http.client.HTTPConnection(str(parts.hostname), port)
    connection.default_port = default
    return connection


def _connect(
    connection: http.client.HTTPConnection, deadline: float, *, is_tls: bool
) -> None:
    host, port = connection.host, connection.port
    where = _address(host, port), port
    connection.sock = socket.create_connection(where, _left(deadline))
    connection.sock.settimeout(_left(deadline))
    if is_tls:
        context = _context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        connection.sock.settimeout(_left(deadline))


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _address(host: str, port: int) -> str:
    """One of a host's, that may be connected to."""
    for *_, (address, *_) in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        found = str(address)
        if is_public(found) or settings.CHAT_PUSH_PRIVATE:
            return found
    raise Refused


def _head(sock: socket.socket, deadline: float) -> bytes:
    """Status and headers: who says them byte by byte has no longer for it."""
    head = bytearray()
    while b"\r\n\r\n" not in head and len(head) < HEAD_BYTES:
        sock.settimeout(_left(deadline))
        chunk = sock.recv(HEAD_BYTES)
        if not chunk:
            break
        head += chunk
    return bytes(head)


def _answer(head: bytes) -> Answer:
    first, _, rest = head.partition(b"\r\n")
    status = _STATUS.match(first)
    if status is None:
        raise http.client.BadStatusLine(repr(first[:80]))
    headers = http.client.parse_headers(io.BytesIO(rest))
    return Answer(int(status[1]), _seconds(headers["Retry-After"]))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left


def _seconds(text: str | None) -> float | None:
    """``Retry-After`` (RFC 9110 §10.2.3): seconds, or a date."""
    if text is None:
        return None
    if text.isdecimal():
        return float(text)
    try:
        return (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
