"""What is here of one person, and goes when another comes in under their name."""

from __future__ import annotations

from typing import Protocol

from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.rooms.memberships import Memberships
from chat.desktop.core.sending.postman import Postman

STRANGER = "You were another {} when you wrote this. Send it again?"


class Belonging(Protocol):
    """Something of the person's own."""

    def clear(self) -> None:
        """It was another's."""


class Belongings:
    def __init__(
        self,
        you: Identity,
        memberships: Memberships,
        postman: Postman,
        *others: Belonging,
    ) -> None:
        self._you = you
        self._memberships = memberships
        self._postman = postman
        self._others = others

    def hear_welcome(self, event: Event) -> None:
        """A guest's name can pass to somebody else: what is here was another's."""
        if self._you.differs_from(event["you"]):
            for each in self._others:
                each.clear()
            self._memberships.end_all()
            self._postman.disown(STRANGER.format(event["you"]["name"]))
