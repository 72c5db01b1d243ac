"""Somebody who is never here, and their phone: what is said to them is pushed to it.

Its push service fails at random until it is ``healed``: it asks for later, cannot take
anything, says nothing for a while, hangs up before it takes a push, or behind that.
"""

from contextlib import ExitStack
from random import Random
from threading import Event, Lock
from time import monotonic

from tests.chaos.history import Pushed
from tests.support.push_service import PushService, Receiver, push_service

MOODS = {"well": 6, "later": 2, "away": 2, "silent": 1, "hangs up": 2, "deaf": 2}
# Less than a site waits for an answer, and more than it takes to be noticed.
SILENT_SECONDS = 3.0
LATER = "1"
# What hangs up says nothing.
NOTHING: tuple[None, list[str]] = None, []


class Phone(PushService):
    """``pushed``: what it was told, and whether the site was answered so."""

    def __init__(self, rng: Random) -> None:
        super().__init__()
        self.pushed: list[Pushed] = []
        self._receiver = Receiver()
        self._rng = rng
        self._healed, self._lock = Event(), Lock()
        self._open = ExitStack()

    @property
    def device(self) -> dict[str, str]:
        """What a site is told of it."""
        its = self._receiver
        where = {"endpoint": f"{self.url}/phone", "name": "phone"}
        return {**where, "key": its.p256dh, "auth": its.auth}

    def start(self) -> None:
        self._open.enter_context(push_service(self))

    def heal(self) -> None:
        """From now on it takes everything."""
        self._healed.set()

    def stop(self) -> None:
        self.heal()
        self._open.close()

    def answer(
        self, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int | None, list[str]]:
        mood = self._mood()
        if mood == "silent":
            self._healed.wait(SILENT_SECONDS)
        if mood in ("silent", "hangs up"):
            return NOTHING
        if mood in ("later", "away"):
            return (429, [LATER]) if mood == "later" else (503, [])
        tag = self._receiver.open(body)["tag"]
        place, epoch, seq = map(int, tag.split("."))
        is_answered = mood == "well"
        with self._lock:
            about = (place, seq), epoch, monotonic(), is_answered
            self.pushed.append(Pushed(*about))
        return (201, []) if is_answered else NOTHING

    def _mood(self) -> str:
        if self._healed.is_set():
            return "well"
        with self._lock:
            [mood] = self._rng.choices(list(MOODS), list(MOODS.values()))
        return mood
