"""Commands that wait for their answer: it carries the ``ref`` that they were given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat.desktop.core.messages import Event


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


class Requests:
    """``say(command)`` is false while there is no connection."""

    def __init__(self, say: Callable[[Event], bool]) -> None:
        self._say = say
        self._waiting: dict[str, tuple[Answered, Refused]] = {}
        self._count = 0

    def ask(self, command: Event, answered: Answered, refused: Refused) -> None:
        """Say a command; one of the two is called, once."""
        self._count += 1
        ref = f"r{self._count}"
        if self._say({**command, "ref": ref}):
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

    def disconnected(self) -> None:
        """Nobody will be answered."""
        waiting, self._waiting = self._waiting, {}
        for _, refused in waiting.values():
            refused(OFFLINE)
