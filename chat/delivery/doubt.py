"""What could not be told while Redis was away, made good when it is back.

Nobody keeps it: every process is told that its people are to look into their logs.
"""

from __future__ import annotations

import threading
import time

from chat.broker.adapter import channel_layer
from chat.broker.client import UNAVAILABLE
from chat.broker.layer import RESUMED
from chat.delivery.groups import EVERYONE

MAKE_GOOD_SECONDS = 2.0

# The process's own: it is set in any of its threads.
untold = threading.Event()
_made_good_at = float("-inf")


def make_good() -> None:
    """Have everybody look into the log, if something could not be told.

    Not too often: while one of several servers is away, much cannot be told.
    """
    global _made_good_at
    now = time.monotonic()
    if not untold.is_set() or now - _made_good_at < MAKE_GOOD_SECONDS:
        return
    # Before it is sent: what cannot be told meanwhile must not be forgotten.
    untold.clear()
    try:
        channel_layer().group_send_now(EVERYONE, RESUMED)
        _made_good_at = now
    except UNAVAILABLE:
        untold.set()
