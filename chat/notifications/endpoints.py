"""Push services: where they may be, and what they answer."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from chat.net import outgoing
from chat.net.outgoing import PORTS, Target, Unfit

# For a push as a whole, but for the resolver, which has limits of its own.
SECONDS = 10.0
CHARACTERS_MOST = 1000


class Answer(NamedTuple):
    """``retry_after``: seconds, if it says so."""

    status: int
    retry_after: float | None


def target_of(endpoint: str) -> Target:
    """Where the address of a push service leads.

    Raises:
        Unfit: it is none.
    """
    schemes = ("https", "http") if settings.CHAT_PUSH_PRIVATE else ("https",)
    try:
        parts = urlsplit(endpoint)
        is_fit = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        is_fit = False
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not is_fit or not is_plain or parts.username or len(endpoint) > CHARACTERS_MOST:
        raise Unfit("no address of a push service")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    where = str(parts.hostname), parts.port or PORTS[parts.scheme], path
    return Target(parts.scheme, *where, settings.CHAT_PUSH_PRIVATE)


def push(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Have a push service take that (RFC 8030 §5).

    Raises:
        Unfit: it is not where a push service may be, or does not answer.
    """
    until = time.monotonic() + SECONDS
    answer = outgoing.ask(target_of(endpoint), "POST", headers, body, until=until)
    return Answer(answer.status, _seconds(answer.headers["Retry-After"]))


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
