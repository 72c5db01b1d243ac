"""Fetches what is at an address, for nobody in particular: bounded in every respect.

A name is resolved once for each connection, and that is connected to which was looked
at: a name that leads elsewhere a moment later (DNS rebinding) leads nowhere. The host
is told by its name, in the request and in TLS. What leads on is looked at as the first
was. What is answered is read by the standard library, out of no more bytes and no later
than allowed.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from chat import VERSION
from chat.previews.hosts import Unfit, addresses_of, require_wanted

if TYPE_CHECKING:
    from typing_extensions import Buffer

# For one address, with all that it leads on to.
SECONDS = 8.0
REDIRECTS_MOST = 3
HEAD_BYTES = 16 * 1024
URL_CHARACTERS = 2000
PORTS = {"http": 80, "https": 443}
LEADS_ON = {301, 302, 303, 307, 308}
_CONTEXT = ssl.create_default_context()


class Found(NamedTuple):
    """What is at ``url``, where it has led to: its media type, that with what else is
    said of it, and the first bytes; ``is_whole``: there are no more.
    """

    url: str
    media: str
    told: str
    content: bytes
    is_whole: bool


class _Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str


def fetch(url: str, accepted: str, most_bytes: int) -> Found:
    """What is at an address, of a media type that begins as ``accepted``.

    Raises:
        Unfit: there is nothing such, or it takes too long.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(REDIRECTS_MOST + 1):
        target = _target(url)
        require_wanted(target.host)
        try:
            status, headers, content = _exchanged(target, deadline, most_bytes)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unfit(f"{target.host} does not answer: {error}") from error
        if status not in LEADS_ON:
            break
        url = led(url, headers.get("location", ""))
    told = headers.get("content-type", "")
    media = told.partition(";")[0].strip().lower()
    if status != 200 or not media.startswith(accepted):
        raise Unfit(f"{target.host} says {status}, and has {media}")
    if headers.get("content-encoding", "identity") != "identity":
        raise Unfit(f"{target.host} encodes what it was not asked to")
    is_whole = len(content) <= most_bytes
    return Found(url, media, told, content[:most_bytes], is_whole)


def led(url: str, to: str) -> str:
    """The address that a page at ``url`` writes so.

    Raises:
        Unfit: it is none.
    """
    try:
        return urljoin(url, to)
    except ValueError as error:
        raise Unfit(f"no address: {error}") from error


def _target(url: str) -> _Target:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError as error:  # also of what no name may be
        raise Unfit(f"no address: {error}") from error
    if parts.scheme not in PORTS or not host or len(url) > URL_CHARACTERS:
        raise Unfit("no address of a page")
    if parts.username is not None or port not in (None, PORTS[parts.scheme]):
        raise Unfit(f"{host} at a port, or with a name, of its own")
    # What a browser would put so, too; nothing ends the line that it stands in.
    path = quote(parts.path or "/", safe="/%:=&+!$,;'()*@~")
    query = f"?{quote(parts.query, safe='/%:=&+!$,;()*@~?')}" if parts.query else ""
    return _Target(parts.scheme, host, PORTS[parts.scheme], path + query)


def _exchanged(
    target: _Target, deadline: float, most_bytes: int
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """The status, the headers, and the body: up to a byte more than so many."""
    with _connected(target, deadline) as line:
        line.sendall(_request(target))
        coming = _Coming(line, deadline, HEAD_BYTES + 2 * most_bytes)
        response = http.client.HTTPResponse(cast(socket.socket, coming))
        response.begin()
        return response.status, response.headers, response.read(most_bytes + 1)


class _Coming(io.RawIOBase):
    """What comes over a connection, as long as it may, and as much as that."""

    def __init__(self, line: socket.socket, deadline: float, most_bytes: int) -> None:
        self._line, self._deadline, self._left = line, deadline, most_bytes

    def makefile(self, _: str) -> io.BufferedReader:
        """As of a socket: what http.client reads."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if self._left <= 0:
            raise ValueError("it has no end")
        self._line.settimeout(_left(self._deadline))
        count = self._line.recv_into(memoryview(buffer)[: self._left])
        self._left -= count
        return count


def _connected(target: _Target, deadline: float) -> socket.socket:
    """A connection to the first of its addresses that takes one."""
    failed: OSError | None = None
    for family, kind, protocol, _, address in addresses_of(target.host, target.port):
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(_left(deadline))
            line.connect(address)
            if target.scheme == "https":
                return _CONTEXT.wrap_socket(line, server_hostname=target.host)
            return line
        except OSError as error:
            line.close()
            failed = error
    raise failed or OSError("it has no address")


def _request(target: _Target) -> bytes:
    """Whoever reads the log there is to know who has asked: no cookies, no language."""
    where = f" (+{settings.CHAT_URL})" if settings.CHAT_URL else ""
    host = f"[{target.host}]" if ":" in target.host else target.host
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {host}",
        f"User-Agent: chatsite-preview/{VERSION}{where}",
        "Accept: text/html,application/xhtml+xml,image/*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left
