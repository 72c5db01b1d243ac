"""What the kernel is asked to do about peers that vanish."""

from __future__ import annotations

import contextlib
import socket

INTERVAL_SECONDS = 5
PROBES = 4


def tune(connected: socket.socket, idle_seconds: float) -> None:
    """Have the kernel find a dead peer, also while something is on its way to it.

    A quiet connection is probed after ``idle_seconds``, and ends with the next probe.
    The user timeout (RFC 5482) ends one that does not acknowledge what is sent for as
    long; on Linux also if the peer lives but reads nothing. Should something be said
    just before the second probe, that is twice ``idle_seconds`` and one interval.
    """
    idle = min(max(1, round(idle_seconds)), 32767)
    options = {
        "TCP_NODELAY": 1,
        "TCP_KEEPIDLE": idle,
        "TCP_KEEPALIVE": idle,  # what macOS calls it
        "TCP_KEEPINTVL": INTERVAL_SECONDS,
        "TCP_KEEPCNT": PROBES,
        "TCP_USER_TIMEOUT": idle * 1000,
    }
    # macOS refuses any option of a socket that was reset meanwhile; the loop will tell.
    with contextlib.suppress(OSError):
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in options.items():
            if hasattr(socket, name):
                connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
