"""Who is let in at a listener: so many in all, and so many from one address."""

from __future__ import annotations

import logging
from collections import Counter

logger = logging.getLogger(__name__)

COMPLAINT_SECONDS = 60.0


class Turnstile:
    """Counts who is in, in all and by address."""

    def __init__(self, most: int, most_of_an_address: int) -> None:
        self._most = most
        self._most_of_an_address = most_of_an_address
        self._inside = 0
        self._by_address: Counter[str] = Counter()
        self._complained: set[str] = set()
        self._complaints_since = 0.0

    def admit(self, address: str, now: float) -> bool:
        """Let one more in, if there is room; ``now`` in seconds of any clock."""
        if self._by_address[address] >= self._most_of_an_address:
            self._complain(address, "it has as many connections as it may have", now)
            return False
        if self._inside >= self._most:
            self._complain(address, "there are as many connections as may be", now)
            return False
        self._inside += 1
        self._by_address[address] += 1
        return True

    def release(self, address: str) -> None:
        """One that was let in has gone."""
        self._inside -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def _complain(self, address: str, reason: str, now: float) -> None:
        # Somebody who knocks a thousand times a second must not fill the disk.
        if now - self._complaints_since >= COMPLAINT_SECONDS:
            self._complained.clear()
            self._complaints_since = now
        if address not in self._complained:
            self._complained.add(address)
            logger.warning("%s is turned away: %s.", address, reason)
