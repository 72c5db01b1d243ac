"""How often a network may ask for links that are over, or that there never were.

A token is not guessed (see ``models``); but whoever tries costs the site questions to
its database, and people behind the same address may have old links.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chat.accounts.counts import COUNTS
from chat.wire.errors import NoSuchConversation, RateLimited

MISSES = 50
MISSES_SECONDS = 300


@contextmanager
def guessing(network: str) -> Iterator[None]:
    """Count a look at a token, unless it turns out to be one of a link.

    Raises:
        RateLimited: so many were none, from that network.
    """
    key = f"invite links:{network}"
    # Before it is looked at: those at the same moment count as well.
    [counted] = COUNTS.add([key], MISSES_SECONDS)
    if counted.times > MISSES:
        raise RateLimited(
            "Too many links that are over: try again in {count} minute.",
            "Too many links that are over: try again in {count} minutes.",
            count=counted.minutes,
            retry=counted.seconds,
        )
    is_miss = False
    try:
        yield
    except NoSuchConversation:
        is_miss = True
        raise
    finally:
        if not is_miss:
            COUNTS.add([key], MISSES_SECONDS, by=-1)
