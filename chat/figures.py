"""What this process counts of itself: plain numbers, bumped where things happen.

A step each, and no call: nobody waits for them. Numbers are bumped in the event loop's
thread alone. Seconds come from any thread: to append one is a single step, and whoever
shows them (``chat.health``) takes them out again.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

# Of seconds that nobody takes out, as in a command that does not serve.
MOST = 20_000

Seconds = deque[float]


def _seconds() -> Seconds:
    return deque(maxlen=MOST)


@dataclass
class Figures:
    """``posts`` by door, ``refusals`` by code; ``holes`` by who fills them.

    ``deliveries``: an event to a connection is one. ``skipped``: how often a reader
    began to be too slow. ``delivery``: from a commit until all of this process who hear
    of it were sent it, once for each turn. ``database`` by the threads that ask it.
    """

    posts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    holes: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0
    skipped: int = 0
    delivery: Seconds = field(default_factory=_seconds)
    read: Seconds = field(default_factory=_seconds)
    write: Seconds = field(default_factory=_seconds)
    publish: Seconds = field(default_factory=_seconds)
    presence: Seconds = field(default_factory=_seconds)


FIGURES = Figures()
