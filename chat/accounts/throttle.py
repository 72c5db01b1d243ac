"""How often people may fail to log in: counted in Redis, for all processes."""

from __future__ import annotations

import logging

from chat.broker.client import UNAVAILABLE, blocking_client
from chat.net.turnstile import network_of
from chat.text.names import key_of
from chat.wire.errors import RateLimited

logger = logging.getLogger(__name__)

FAILURES_PER_NAME = 10
FAILURES_PER_ADDRESS = 50
FAILURE_SECONDS = 300


class LoginThrottle:
    """Failed log-ins of a name and of an address, counted for all processes.

    While Redis is away nothing is counted: people could not log in otherwise.
    """

    def __init__(self, name: str, address: str) -> None:
        self._name = f"failed:name:{key_of(name)[:120]}"
        self._address = f"failed:address:{network_of(address)}"
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
