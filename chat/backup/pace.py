"""Who copies a lot takes rests, so that those who talk meanwhile are served at once."""

import time

# After a long wait of its own it rests no longer than this.
MOST_SECONDS = 0.5


class Pace:
    """``rest``: seconds of rest for each second of work; 0 where nobody is waiting."""

    def __init__(self, rest: float) -> None:
        self._rest = rest
        self._since = time.monotonic()

    def breathe(self) -> None:
        """Rest for what was worked since the last rest."""
        if self._rest:
            worked = time.monotonic() - self._since
            time.sleep(min(worked * self._rest, MOST_SECONDS))
        self._since = time.monotonic()
