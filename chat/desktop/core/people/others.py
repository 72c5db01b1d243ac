"""The others: who is online, who is typing where, and what they look like."""

from __future__ import annotations

from collections.abc import Callable

from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.avatars import Avatars
from chat.desktop.core.people.roster import Roster
from chat.desktop.core.people.typists import SHOWN_SECONDS, Typists
from chat.desktop.core.requests import Requests, nothing
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.screen import Screen
from chat.desktop.core.timers import Timers


class People:
    def __init__(self, requests: Requests, timers: Timers, screen: Screen) -> None:
        self.roster = Roster()
        self.typists = Typists(timers.now)
        self.avatars = Avatars(requests, timers)
        self._later = timers.after
        self._requests = requests
        self._screen = screen

    @property
    def hears(self) -> dict[str, Callable[[Event], None]]:
        """Whom each event concerns."""
        return {"typing": self.hear_typing, "avatar": self.avatars.hear}

    def disconnected(self) -> None:
        self.roster.lost()

    def hear_welcome(self, event: Event) -> None:
        names, numbers = event["online"], event.get("numbers", [])
        self.roster.replace(names, event["presence"], numbers)
        self.avatars.hear_welcome()
        self._screen.people()

    def hear_online(self, event: Event) -> None:
        """The whole list, which was asked for."""
        names, numbers = event["users"], event.get("numbers", [])
        self.roster.replace(names, event["version"], numbers)
        self._screen.people()
        self._ask_who_if_missed()

    def hear_presence(self, event: Event) -> None:
        """Who has come and who has gone."""
        if self.roster.receive(event):
            self._screen.people()
        self._ask_who_if_missed()

    def is_here(self, talk: Conversation) -> bool:
        """Whether the other one of a direct conversation is here."""
        return not talk.gone and self.roster.has_person(talk.person, talk.label)

    def hear_typing(self, event: Event) -> None:
        self.typists.heard(event["conversation"], event["from"])
        self._screen.typing()
        self._later(SHOWN_SECONDS, self._screen.typing)

    def hear_message(self, event: Event) -> None:
        """What somebody was typing has arrived."""
        self.typists.stopped(event["conversation"], event["from"])
        self._screen.typing()

    def _ask_who_if_missed(self) -> None:
        if self.roster.question():
            # The answer is ``online``, which is heard like any other.
            self._requests.ask({"type": "who"}, nothing, lambda _: self.roster.lost())
