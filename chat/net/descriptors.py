"""How many files a process may have open, and how many connections there can be.

Where one more is accepted than the system allows, that fails, and so does the database,
and nobody is told: there is always a reserve.
"""

from __future__ import annotations

import logging
import resource
from dataclasses import dataclass

logger = logging.getLogger(__name__)

# The kernel's limit of one process on macOS, where the hard limit says "infinite".
SOME = 10_240
# What is open at any time: listeners, the loop's own, Redis, the threads' databases.
FILES = 96
# A page at work has a database with its log and its index, a connection to Redis, a
# file that it sends, and a spool.
FILES_OF_A_PAGE = 6
PAGES_MOST = 32
# asyncio accepts as many in one turn at each listener as its backlog says, before any
# of them can be turned away; those of the turn before are closed by then at the latest.
ACCEPTED_AT_ONCE = 4
TURNS = 2
LISTENERS = 8
# With fewer, people notice.
FEW = 500
LEAST = 8


@dataclass(frozen=True)
class Descriptors:
    """What a process does with as many files as it may have open."""

    files: int

    @classmethod
    def claim(cls) -> Descriptors:
        """Take as many as the system gives: the soft limit becomes the hard one."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        for wanted in (hard, SOME):
            if _is_more(wanted, soft) and _raise_to(wanted, hard):
                break
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return cls(SOME if soft == resource.RLIM_INFINITY else soft)

    @property
    def pages(self) -> int:
        """How many pages may be at work at once."""
        return max(4, min(PAGES_MOST, self.files // 64))

    @property
    def connections(self) -> int:
        """How many connections there may be in all."""
        accepting = LISTENERS * TURNS * (ACCEPTED_AT_ONCE + 1)
        reserve = FILES + self.pages * FILES_OF_A_PAGE + accepting
        return max(LEAST, self.files - reserve)

    def warn(self) -> None:
        """Say so in the log, if there are few."""
        if self.connections < FEW:
            logger.warning(
                "The system lets a process open %s files: there can be %s connections."
                " Raise the hard limit (ulimit -Hn, or LimitNOFILE= of systemd).",
                self.files,
                self.connections,
            )


def _is_more(wanted: int, than: int) -> bool:
    if than == resource.RLIM_INFINITY:
        return False
    return wanted == resource.RLIM_INFINITY or wanted > than


def _raise_to(wanted: int, hard: int) -> bool:
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError):
        return False  # macOS allows less than it says
    return True
