"""How often something was done in a while: counted in Redis, for all processes.

Each process counts for itself as well, and goes on alone while Redis does not answer:
what is limited is never free. What it counts is bounded; the oldest goes first.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import redis

from chat.broker.client import UNAVAILABLE, hasty_client
from chat.logging.outage import REDIS

T = TypeVar("T")

KEPT = 20_000
# After Redis has not answered, nobody waits for it again so soon.
AWAY_SECONDS = 5.0


class Counted(NamedTuple):
    """How often by now, and after how many seconds it begins anew."""

    times: int
    seconds: float

    @property
    def minutes(self) -> int:
        """As somebody is told to wait: those are over by then."""
        return int(self.seconds) // 60 + 1


class LocalCounts:
    """This process's; ``clock`` in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        # How often, and until when.
        self._kept: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, keys: Iterable[str], seconds: int, by: int = 1) -> list[Counted]:
        """Count each of them once more; from the first time on for ``seconds``."""
        with self._lock:
            return [self._add(key, seconds, by) for key in keys]

    def forget(self, key: str) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _add(self, key: str, seconds: int, by: int) -> Counted:
        now = self._clock()
        times, until = self._kept.get(key, (0, 0.0))
        if until <= now:
            self._kept.pop(key, None)
            times, until = 0, now + seconds
        times = max(0, times + by)
        self._kept[key] = times, until
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return Counted(times, until - now)


class Counts:
    """Redis's, and this process's where Redis does not answer."""

    def __init__(self) -> None:
        self.local = LocalCounts()
        self._away_until = 0.0

    def add(self, keys: Iterable[str], seconds: int, by: int = 1) -> list[Counted]:
        """Count each of them once more; from the first time on for ``seconds``."""
        keys = list(keys)
        mine = self.local.add(keys, seconds, by)
        return self._ask(lambda client: _add(client, keys, seconds, by)) or mine

    def forget(self, key: str) -> None:
        self.local.forget(key)
        self._ask(lambda client: client.delete(key))

    def clear(self) -> None:
        """Forget what this process knows by itself."""
        self.local.clear()
        self._away_until = 0.0

    def _ask(self, question: Callable[[redis.Redis], T]) -> T | None:
        if time.monotonic() < self._away_until:
            return None
        try:
            return question(hasty_client())
        except UNAVAILABLE as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            REDIS.failed(error)
            return None


def _add(
    client: redis.Redis, keys: Iterable[str], seconds: int, by: int
) -> list[Counted]:
    with client.pipeline() as pipe:
        for key in keys:
            pipe.incrby(key, by)
            pipe.expire(key, seconds, nx=True)
            pipe.pttl(key)
        answers = pipe.execute()
    pairs = zip(answers[::3], answers[2::3], strict=True)
    return [Counted(max(0, times), wait / 1000) for times, wait in pairs]


COUNTS = Counts()
