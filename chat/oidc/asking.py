"""Asks the provider: bounded in time and size, a few at once, and in JSON.

Its addresses are the operator's, and those that it says itself: it may be within the
site's own network, and is asked with TLS, or on this very machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from chat.net import outgoing
from chat.net.outgoing import PORTS, Target, Unfit
from chat.wire.errors import Busy

SECONDS = 10.0
MOST_BYTES = 256 * 1024
# A page waits meanwhile: where the provider hangs, those of others go on.
AT_ONCE = 4
LOOPBACK = ("localhost", "127.0.0.1")
TURN_SECONDS = 2.0
_ASKING = threading.BoundedSemaphore(AT_ONCE)

Facts = dict[str, Any]


@contextmanager
def turn() -> Iterator[None]:
    """Be one of those who ask.

    Raises:
        Busy: too many do.
    """
    if not _ASKING.acquire(timeout=TURN_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _ASKING.release()


def fetch(url: str, **headers: str) -> Facts:
    """The JSON object that is at an address of the provider's.

    Raises:
        Unfit: there is none, or it takes too long.
    """
    return _asked(url, "GET", headers, b"")


def send(url: str, form: Mapping[str, str], **headers: str) -> Facts:
    """The JSON object that answers a form.

    Raises:
        as of ``fetch``
    """
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return _asked(url, "POST", headers, urlencode(form).encode())


def target_of(url: str) -> Target:
    """Where an address of the provider's leads.

    Raises:
        Unfit: it is none, or would be asked in clear.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Unfit(f"no address: {error}") from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (is_safe and host and url.isascii() and url.isprintable()) or " " in url:
        raise Unfit(f"no address with TLS: {url[:200]!r}")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path, True)


def _asked(url: str, method: str, headers: Mapping[str, str], body: bytes) -> Facts:
    target = target_of(url)
    told = {"Accept": "application/json", "Accept-Encoding": "identity", **headers}
    until = time.monotonic() + SECONDS
    most = MOST_BYTES + 1
    answer = outgoing.ask(target, method, told, body, until=until, most_bytes=most)
    if answer.status != 200:
        said = answer.content[:200].decode("utf-8", "replace")
        raise Unfit(f"{target.host} says {answer.status}: {said!r}")
    try:
        return msgspec.json.decode(answer.content, type=Facts)
    except msgspec.DecodeError as error:  # also of what was cut off
        raise Unfit(f"{target.host} says what is no JSON: {error}") from error
