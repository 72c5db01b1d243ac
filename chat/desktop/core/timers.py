"""What is to happen later, in the thread of the face that calls ``run_due``."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count


class Timer:
    """Something that is to happen, unless it is cancelled."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class Timers:
    """``now()`` gives the seconds of any clock that only goes forward."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self._due: list[tuple[float, int, Timer]] = []
        self._numbers = count()

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Have ``call`` called when so many seconds have passed."""
        timer = Timer(call)
        heapq.heappush(self._due, (self.now() + seconds, next(self._numbers), timer))
        return timer

    def run_due(self) -> None:
        """Call whatever is due by now."""
        now = self.now()
        while self._due and self._due[0][0] <= now:
            timer = heapq.heappop(self._due)[2]
            if timer.call is not None:
                timer.call()
