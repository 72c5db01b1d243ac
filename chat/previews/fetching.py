"""Fetches what is at an address, for nobody in particular: what leads on is looked at
as the first was.
"""

from __future__ import annotations

import time
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from chat import VERSION
from chat.net import outgoing
from chat.net.outgoing import PORTS, Target, Unfit
from chat.previews.hosts import require_wanted

# For one address, with all that it leads on to.
SECONDS = 8.0
REDIRECTS_MOST = 3
URL_CHARACTERS = 2000
LEADS_ON = {301, 302, 303, 307, 308}


class Found(NamedTuple):
    """What is at ``url``, where it has led to: its media type, that with what else is
    said of it, and the first bytes; ``is_whole``: there are no more.
    """

    url: str
    media: str
    told: str
    content: bytes
    is_whole: bool


def fetch(url: str, accepted: str, most_bytes: int) -> Found:
    """What is at an address, of a media type that begins as ``accepted``.

    Raises:
        Unfit: there is nothing such, or it takes too long.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(REDIRECTS_MOST + 1):
        target = _target(url)
        require_wanted(target.host)
        status, headers, content = _asked(target, deadline, most_bytes)
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


def _target(url: str) -> Target:
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
    return Target(parts.scheme, host, PORTS[parts.scheme], path + query)


def _asked(target: Target, until: float, most_bytes: int) -> outgoing.Answer:
    """What is answered, up to a byte more than so many.

    Whoever reads the log there is to know who has asked: no cookies, no language.
    """
    where = f" (+{settings.CHAT_URL})" if settings.CHAT_URL else ""
    headers = {
        "User-Agent": f"chatsite-preview/{VERSION}{where}",
        "Accept": "text/html,application/xhtml+xml,image/*",
        "Accept-Encoding": "identity",
    }
    most = most_bytes + 1
    return outgoing.ask(target, "GET", headers, until=until, most_bytes=most)
