"""How much one process takes: what its doors have in common, and what each may have."""

from __future__ import annotations

import logging

from django.conf import settings

from chat.net.descriptors import Descriptors
from chat.net.turnstile import Room, Turnstile
from chat.net.web_door import WebDoor, WebLimits

logger = logging.getLogger(__name__)

# A browser opens six connections for the files of a page, and many people may share an
# address: a class of thirty that opens the page at once has some 200.
WEB_CONNECTIONS = 5
# What one address does not get of a room, if that is large: of a small one, 3 of 4.
FOR_OTHERS = 4000


def room() -> Room:
    """The room of this process: what it may have open, but for a reserve."""
    return Room(min(settings.CHAT_CONNECTIONS, Descriptors.claim().connections))


def of_an_address(shared: Room, times: int = 1) -> int:
    """How many connections one address may have at a kind of door.

    ``times`` what the setting says; but some are left for others.
    """
    left = max(1, shared.most // 4, shared.most - FOR_OTHERS)
    wanted: int = times * settings.CHAT_CONNECTIONS_PER_ADDRESS
    return min(wanted, left)


def web_door(shared: Room) -> WebDoor:
    """The door of browsers, in a room that it shares."""
    limits = WebLimits(
        head_seconds=settings.CHAT_REQUEST_SECONDS,
        body_bytes=settings.CHAT_REQUEST_BYTES,
        body_seconds=2 * settings.CHAT_REQUEST_SECONDS,
        larger_bodies=settings.CHAT_LARGER_REQUESTS,
    )
    most = of_an_address(shared, WEB_CONNECTIONS)
    return WebDoor(limits, Turnstile(shared, most), settings.TRUSTED_PROXIES)


def warn() -> None:
    """Say in the log what an operator should know before people come."""
    Descriptors.claim().warn()
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        logger.warning(
            "HTTPS=1 says that all come through a proxy, but TRUSTED_PROXIES does not"
            " list it: all of them count as one address, and one of them can use up"
            " what all may have. Set TRUSTED_PROXIES to the proxy's address."
        )
