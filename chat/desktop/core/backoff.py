"""When to try again what has failed: a thousand do not come back at once."""

from __future__ import annotations

import random


class Backoff:
    """Half to whole of ``first`` seconds, of twice as many, … of ``longest``."""

    def __init__(self, first: float = 1.0, longest: float = 30.0) -> None:
        self._first = first
        self._longest = longest
        self._tries = 0

    def reset(self) -> None:
        """It has worked: the pauses start small again."""
        self._tries = 0

    def pause(self) -> float:
        """Seconds to wait before the next try."""
        longest = self._first * 2.0 ** min(self._tries, 30)
        self._tries += 1
        part = random.uniform(0.5, 1)  # noqa: S311
        return part * min(self._longest, longest)
