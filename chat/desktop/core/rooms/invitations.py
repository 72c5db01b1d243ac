"""The rooms that somebody offers to this person, until they answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chat.desktop.core.finding.fold import fold
from chat.desktop.core.history.messages import Event
from chat.desktop.core.screen import Screen


@dataclass(frozen=True)
class Invitation:
    """``room`` and ``key`` with a ``#``; ``sender`` is who invites."""

    number: int
    room: str
    key: str
    topic: str
    sender: str

    @classmethod
    def of(cls, wire: Event) -> Invitation:
        """From the wire: a live ``invited``, or one that ``welcome`` has."""
        room = wire["conversation"]
        return cls(
            number=int(room["id"]),
            room="#" + room["name"][1:],
            key="#" + room.get("key", room["name"])[1:],
            topic="" + room["topic"],
            sender="" + wire["from"],
        )

    @property
    def sentence(self) -> str:
        """Who invites, where to, and what it is about."""
        about = f" ({self.topic})" if self.topic else ""
        return f"{self.sender} invites you to {self.room}{about}"


class Invitations:
    """The oldest first: a new one takes nobody's place on the screen."""

    def __init__(self, screen: Screen) -> None:
        self._waiting: dict[int, Invitation] = {}
        self._screen = screen

    def __iter__(self) -> Iterator[Invitation]:
        return iter(list(self._waiting.values()))

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def first(self) -> Invitation | None:
        """The one that waits for the longest."""
        return next(iter(self), None)

    def to(self, room: str) -> Invitation | None:
        """The invitation to the room that somebody means by what they have typed."""
        named = [each for each in self if room in (each.room, each.key)]
        alike = [each for each in self if fold(each.room) == fold(room)]
        return next(iter(named or (alike if len(alike) == 1 else [])), None)

    def hear_welcome(self, event: Event) -> None:
        """All of them."""
        found = [Invitation.of(wire) for wire in event.get("invitations", [])]
        self._waiting = {each.number: each for each in found}

    def hear_invited(self, event: Event) -> None:
        """A new one; or only the answer to one's own ``invite``, with a number."""
        if isinstance(event["conversation"], int):
            return
        its = Invitation.of(event)
        if its.number not in self._waiting:
            self._waiting[its.number] = its
            self._screen.listed()

    def hear_declined(self, event: Event) -> None:
        self._end(event["conversation"])

    def hear_joined(self, event: Event) -> None:
        """Whoever is in a room has answered."""
        if not isinstance(event["conversation"], int):
            self._end(event["conversation"]["id"])

    def _end(self, number: int) -> None:
        if self._waiting.pop(number, None) is not None:
            self._screen.listed()
