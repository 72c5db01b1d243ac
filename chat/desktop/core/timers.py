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
        # Called when something is due earlier than was known.
        self.changed: Callable[[], None] = lambda: None

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Have ``call`` called when so many seconds have passed."""
        timer = Timer(call)
        due = (self.now() + seconds, next(self._numbers), timer)
        heapq.heappush(self._due, due)
        if self._due[0] is due:
            self.changed()
        return timer

    @property
    def seconds_left(self) -> float | None:
        """Until the next one is due; None if there is none."""
        while self._due and self._due[0][2].call is None:
            heapq.heappop(self._due)
        return max(0.0, self._due[0][0] - self.now()) if self._due else None

    def run_due(self) -> None:
        """Call whatever is due by now."""
        now = self.now()
        while self._due and self._due[0][0] <= now:
            timer = heapq.heappop(self._due)[2]
            if timer.call is not None:
                timer.call()
