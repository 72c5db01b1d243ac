"""Pictures of people: those whom a face shows are asked for, some at a time."""

from __future__ import annotations

from binascii import Error, a2b_base64
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from chat.desktop.core.history.messages import Event
from chat.desktop.core.requests import Requests, nothing
from chat.desktop.core.timers import Timers

# What is wanted together is asked for together; the server lets nobody ask often.
SOON_SECONDS = 0.2
AT_ONCE, MOST = 20, 500


class Avatars:
    """``show(person, png)`` shows somebody's picture, or none where it is empty."""

    def __init__(self, requests: Requests, timers: Timers) -> None:
        self.show: Callable[[int, bytes], object] = lambda person, png: None
        self._requests = requests
        self._timers = timers
        # Those that are shown, whom somebody looked at last at the end.
        self._shown: dict[int, None] = {}
        self._due: dict[int, None] = {}

    def want(self, person: int) -> None:
        """Have somebody's picture shown, and each that comes after it."""
        is_new = person not in self._shown
        self._shown.pop(person, None)
        self._shown[person] = None
        if is_new:
            self._ask_soon([person])
        if len(self._shown) > MOST:
            oldest = next(iter(self._shown))
            del self._shown[oldest]
            self.show(oldest, b"")

    def hear_welcome(self) -> None:
        """What others changed meanwhile was not heard."""
        self._ask_soon(self._shown)

    def hear(self, event: Event) -> None:
        """Somebody has another picture, or none any more."""
        if event["person"] in self._shown:
            self._ask_soon([event["person"]])

    def _ask_soon(self, people: Iterable[int]) -> None:
        is_asked = bool(self._due)
        self._due.update(dict.fromkeys(people))
        if self._due and not is_asked:
            self._timers.after(SOON_SECONDS, self._ask)

    def _ask(self) -> None:
        asked, rest = [*self._due][:AT_ONCE], [*self._due][AT_ONCE:]
        self._due = {}
        command = {"type": "avatars", "people": asked}
        # A server of the version before knows of none.
        self._requests.ask(command, partial(self._came, asked), nothing)
        self._ask_soon(rest)

    def _came(self, asked: list[int], event: Event) -> None:
        found = {each["person"]: each["png"] for each in event["avatars"]}
        for person in asked:
            png = b""
            with suppress(Error):
                png = a2b_base64(found.get(person, ""))
            self.show(person, png)
