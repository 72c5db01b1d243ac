"""Whether this person has paused what calls them: at every door, until it ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Requests
from chat.desktop.core.times import local


class Pause:
    """It is asked for when something is to call, once on each connection, which hears
    of all that changes from then on. ``now()``: the seconds of the clock on the wall.
    """

    def __init__(
        self, requests: Requests, now: Callable[[], float] = time.time
    ) -> None:
        self._requests = requests
        self._now = now
        self._until = 0.0
        self._is_known = False
        self._waiting: list[Callable[[], None]] = []

    @property
    def hears(self) -> dict[str, Callable[[Event], None]]:
        """What it is told of by the server, by types."""
        return {"paused": self._hear_paused, "devices": self._hear_devices}

    def hear_welcome(self, event: Event) -> None:
        """It may be another by now."""
        self._is_known = False

    def unless_on(self, call: Callable[[], None]) -> None:
        """Call, unless it is paused; who is not told whether it is calls as well."""
        self._waiting.append(call)
        if self._is_known:
            self._decide()
        elif len(self._waiting) == 1:
            # Its answer is heard like any other.
            self._requests.ask({"type": "devices"}, refused=lambda _: self._decide())

    # --- Steps ------------------------------------------------------------------------

    def _hear_paused(self, event: Event) -> None:
        self._set(event.get("until"))

    def _hear_devices(self, event: Event) -> None:
        self._set(event.get("paused"))

    def _set(self, until: str | None) -> None:
        self._until = local(until).timestamp() if until else 0.0
        self._is_known = True
        self._decide()

    def _decide(self) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            if self._now() >= self._until:
                call()
