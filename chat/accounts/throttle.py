"""How fast people may be: token buckets here, counted failures in Redis."""

from __future__ import annotations

import logging
from collections.abc import Callable
from weakref import WeakValueDictionary

from django.conf import settings

from chat.broker.client import UNAVAILABLE, blocking_client
from chat.text.names import key_of
from chat.wire.errors import RateLimited

logger = logging.getLogger("chat.limits")

FAILURES_PER_NAME = 10
FAILURES_PER_ADDRESS = 50
FAILURE_SECONDS = 300


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


class LoginThrottle:
    """Failed log-ins of a name and of an address, counted for all processes.

    While Redis is away nothing is counted: people could not log in otherwise.
    """

    def __init__(self, name: str, address: str) -> None:
        self._name = f"failed:name:{key_of(name)[:120]}"
        self._address = f"failed:address:{address}"
        self._limits = {
            self._name: FAILURES_PER_NAME,
            self._address: FAILURES_PER_ADDRESS,
        }
        self._is_counted = False

    def attempt(self) -> None:
        """Count a failure before it is one: attempts at the same moment count as well.

        Raises:
            RateLimited: there were too many; known or unknown name alike.
        """
        try:
            counts, waits = self._count()
        except UNAVAILABLE as error:
            logger.warning("Redis is away (%s): failed log-ins are not counted.", error)
            return
        self._is_counted = True
        limits = zip(counts, self._limits.values(), waits, strict=True)
        over = [wait for count, most, wait in limits if count > most]
        if over:
            minutes = max(over) // 60 + 1
            raise RateLimited(
                f"Too many failed log-ins. Try again in {minutes} minutes.",
                retry=float(max(over)),
            )

    def succeeded(self) -> None:
        """It was none: whoever knows the password begins anew.

        So what was counted for a log-in that a crash cut short does not add up.
        """
        if not self._is_counted:
            return
        try:
            with blocking_client().pipeline() as pipe:
                pipe.delete(self._name)
                pipe.decr(self._address)
                pipe.execute()
        except UNAVAILABLE as error:
            logger.warning("Redis is away (%s): a log-in counts as failed.", error)

    def _count(self) -> tuple[list[int], list[int]]:
        with blocking_client().pipeline() as pipe:
            for key in self._limits:
                pipe.incr(key)
                pipe.expire(key, FAILURE_SECONDS, nx=True)
                pipe.ttl(key)
            answers = pipe.execute()
        return answers[::3], answers[2::3]
