"""How long the server is waited for, and how long until the next try."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds. A connection that lasted ``steady`` was a good one."""

    welcome: float = 20.0
    quiet: float = 15.0
    answer: float = 10.0
    steady: float = 5.0
    first_pause: float = 1.0
    longest_pause: float = 30.0


class Backoff:
    """Half to whole of 1 s, 2 s, 4 s, … 30 s: a thousand do not come back at once."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._tries = 0

    def reset(self) -> None:
        """The last connection was a good one."""
        self._tries = 0

    def pause(self) -> float:
        """Seconds to wait before the next try."""
        longest = self._patience.first_pause * 2.0 ** min(self._tries, 30)
        self._tries += 1
        part = random.uniform(0.5, 1)  # noqa: S311
        return part * min(self._patience.longest_pause, longest)
