"""Push services: where they may be, and what they answer.

Whoever adds a device says where its push service is: so nothing but a public address is
ever connected to, the very one that was looked at, and no redirect is followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from chat.previews.hosts import is_public

TIMEOUT_SECONDS = 10.0
# What a push service answers is not read beyond that.
ANSWER_BYTES = 1000
CHARACTERS_MOST = 1000


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
    connection = _connection(parts)
    try:
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(ANSWER_BYTES)
        return Answer(answer.status, _seconds(answer.getheader("Retry-After")))
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = str(parts.hostname)
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    connection.default_port = 443 if is_tls else 80
    sock = socket.create_connection((_address(host, port), port), TIMEOUT_SECONDS)
    connection.sock = (
        _context().wrap_socket(sock, server_hostname=host) if is_tls else sock
    )
    return connection


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
