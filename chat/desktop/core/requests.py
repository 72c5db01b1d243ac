"""Commands to the server, over whatever connection there is, and their answers.

An answer carries the ``ref`` that its command was given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.desktop.core.history.messages import Event

# Codes that say nothing against a command: it is as good a little later.
PASSING = {"rate-limited", "internal", "unavailable"}


@dataclass(frozen=True)
class Refusal:
    """Why a command was not carried out; ``detail`` is for the person."""

    code: str
    detail: str
    retry: float | None = None

    @classmethod
    def of(cls, error: Event) -> Refusal:
        return cls(error["code"], error["detail"], error.get("retry"))


OFFLINE = Refusal("offline", "You are not connected right now. Try again in a moment.")
Answered = Callable[[Event], None]
Refused = Callable[[Refusal], None]


def nothing(_: Event | Refusal) -> None:
    """Events tell of it as well, or it can be done without."""


class Requests:
    """Every answer comes once: also that there will be none.

    ``warned(sentence)`` tells the person what was refused.
    """

    def __init__(self, warned: Callable[[str], None]) -> None:
        self._warned = warned
        self._say: Callable[[Event], None] | None = None
        self._waiting: dict[str, tuple[Answered, Refused]] = {}
        self._count = 0

    @property
    def is_up(self) -> bool:
        """Whether there is a connection."""
        return self._say is not None

    def connected(self, say: Callable[[Event], None]) -> None:
        self._say = say

    def disconnected(self) -> None:
        """Nobody will be answered."""
        self._say = None
        waiting, self._waiting = self._waiting, {}
        for _, refused in waiting.values():
            refused(OFFLINE)

    def say(self, command: Event) -> bool:
        """Send a command; false if there is no connection."""
        if self._say is None:
            return False
        self._say(command)
        return True

    def warn(self, refusal: Refusal) -> None:
        """Tell the person that something was refused."""
        self._warned(refusal.detail)

    def ask(
        self,
        command: Event,
        answered: Answered = nothing,
        refused: Refused | None = None,
    ) -> None:
        """Say a command; one of the two is called, once. Whatever is refused, and is
        nobody's else, the person is told.
        """
        self._count += 1
        refused = refused or self.warn
        ref = f"r{self._count}"
        if self.say({**command, "ref": ref}):
            self._waiting[ref] = (answered, refused)
        else:
            refused(OFFLINE)

    def settle(self, event: Event) -> bool:
        """Give an event to whoever waits for it; whether somebody did."""
        answered, refused = self._waiting.pop(event.get("ref", ""), (None, None))
        if answered is None or refused is None:
            return False
        if event["type"] == "error":
            refused(Refusal.of(event))
        else:
            answered(event)
        return True
