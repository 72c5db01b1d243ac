"""The operator's file that says who there is who here: ``THERE = HERE`` in each line.

A room is written with its ``#`` on both sides. Lines that begin with ``;`` say nothing.
"""

from __future__ import annotations

from pathlib import Path

from chat.models import Conversation, User
from chat.models.names.spellings import called
from chat.moving.errors import MovingError
from chat.moving.foreign.records import Person, Place
from chat.wire.errors import NoSuchUser


class Mapping:
    """People and rooms that are here already."""

    def __init__(self) -> None:
        self.people: dict[str, User] = {}
        self.rooms: dict[str, Conversation] = {}

    @classmethod
    def read(cls, path: Path | None) -> Mapping:
        """Read the file, if there is one.

        Raises:
            MovingError: it cannot be read, or names what is not here.
        """
        mapping = cls()
        if path is None:
            return mapping
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeError) as error:
            raise MovingError(f"{path} cannot be read ({error}).") from None
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith(";"):
                mapping._add(f"Line {number} of {path.name}", line)
        return mapping

    def person(self, person: Person) -> User | None:
        """Who that is here, by the key or by a name."""
        wanted = (person.key, *person.names)
        found = (self.people.get(name.casefold()) for name in wanted)
        return next((user for user in found if user is not None), None)

    def room(self, place: Place) -> Conversation | None:
        """Which room that is here."""
        wanted = (place.key, place.name)
        found = (self.rooms.get(name.casefold()) for name in wanted if name)
        return next((room for room in found if room is not None), None)

    def _add(self, where: str, line: str) -> None:
        there, is_said, here = (part.strip() for part in line.partition("="))
        if not (there and is_said and here):
            raise MovingError(f"{where} is not THERE = HERE.")
        if there.startswith("#") != here.startswith("#"):
            raise MovingError(f"{where} has a room on one side alone.")
        if here.startswith("#"):
            room = Conversation.objects.filter(called(here[1:])).first()
            if room is None:
                raise MovingError(f"{where}: there is no room {here} here.")
            self.rooms[there[1:].casefold()] = room
            return
        try:
            self.people[there.casefold()] = User.objects.named(here)
        except NoSuchUser:
            raise MovingError(f"{where}: there is nobody called {here} here.") from None
