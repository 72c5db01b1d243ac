"""Something that the site stands on is away: a line as that begins, one each minute,
and one when it is over, however much fails meanwhile.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from chat.logging.counted import counted
from chat.logging.reasons import reason

logger = logging.getLogger(__name__)


class Outage:
    """Of ``what``, a name such as "The database"; all threads of a process share it.

    ``is_on``: it is not over as far as anybody knows. Where only a part of it is away
    (one of two servers; or the writing, on a full disk), other parts that work say
    nothing: ``failed`` names the part that has to work before it is over.
    """

    MINUTE, QUIET, FORGOTTEN = 60.0, 5.0, 60.0

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._clock = clock
        self._lock = threading.Lock()
        self.is_on = False
        self._since = self._said_at = self._failed_at = 0.0
        self._count = 0
        self._away: set[str] = set()

    def failed(self, why: object, part: str = "") -> None:
        """Something could not be done."""
        with self._lock:
            now = self._failed_at = self._clock()
            if not self.is_on:
                self.is_on, self._since, self._said_at = True, now, now
                self._count = 0
                logger.error("%s fails: %s", self._what, reason(why))
            self._count += 1
            if part:
                self._away.add(part)
            if now - self._said_at >= self.MINUTE:
                self._said_at = now
                logger.error(
                    "%s has failed for %.0f seconds, %s: %s",
                    *(self._what, now - self._since, self._times, reason(why)),
                )

    def worked(self, part: str = "") -> None:
        """Something could be done; others may still fail for a while."""
        if not self.is_on:
            return
        with self._lock:
            self._away.discard(part)
            quiet = self._clock() - self._failed_at
            is_over = quiet >= (self.FORGOTTEN if self._away else self.QUIET)
            if not (self.is_on and is_over):
                return
            self.is_on = False
            self._away.clear()
            took = self._failed_at - self._since
            logger.warning(
                "%s is well again: it failed %s in %s.",
                *(self._what, self._times, counted(round(took), "second")),
            )

    def lacks(self, part: str) -> bool:
        """Whether that part of it is away, as far as anybody knows."""
        return self.is_on and part in self._away

    @property
    def _times(self) -> str:
        return counted(self._count, "time")


DATABASE = Outage("The database")
REDIS = Outage("Redis")
