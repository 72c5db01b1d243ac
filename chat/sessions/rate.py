"""How fast people may be: a token bucket for each, in each process."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakValueDictionary

from django.conf import settings

from chat.wire.errors import RateLimited


class Bucket:
    """``burst`` tokens at once, ``rate`` tokens a second in the long run."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    def take(self) -> None:
        """Take one token.

        Raises:
            RateLimited: there is none; ``retry`` says when there will be.
        """
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            raise RateLimited(retry=(1 - self._tokens) / self._rate)
        self._tokens -= 1


_buckets: WeakValueDictionary[int, Bucket] = WeakValueDictionary()


def bucket_of(person: int, clock: Callable[[], float]) -> Bucket:
    """A person's bucket: their connections to this process share one."""
    bucket = _buckets.get(person)
    if bucket is None:
        bucket = Bucket(settings.CHAT_RATE, settings.CHAT_BURST, clock)
        _buckets[person] = bucket
    return bucket
