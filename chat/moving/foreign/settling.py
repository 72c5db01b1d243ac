"""People and places of another chat get theirs here, once."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

from django.db import transaction

from chat import wire
from chat.models import Conversation, User
from chat.models.posting.bringing import make_direct, make_group, make_room, seat
from chat.moving.foreign.mapping import Mapping
from chat.moving.foreign.naming import first_that_is_taken, topic_here
from chat.moving.foreign.records import Place, Told
from chat.moving.foreign.report import Report
from chat.moving.models import Known
from chat.text.names import room_name

PERSON, PLACE = "person", "place"
KEY_CHARACTERS = 300
Found = TypeVar("Found", User, Conversation)


class Settling:
    """``people`` and ``places`` are those here, by their keys there."""

    def __init__(self, told: Told, mapping: Mapping, report: Report) -> None:
        self.told, self.mapping, self.report = told, mapping, report
        self.people: dict[str, User] = {}
        self.places: dict[str, Conversation] = {}
        self._new: set[int] = set()

    def settle(self, keys: Iterable[str], authors: dict[str, set[str]]) -> None:
        """Take these people in, and all places; ``authors``: who has spoken where."""
        people = self._known(PERSON, User)
        places = self._known(PLACE, Conversation)
        for key in sorted(keys):
            if user := people.get(_short(key)):
                self.people[key] = user
                self.report.known_people.append((self._called(key), user.name))
            else:
                self._take_in(key)
        for key in self.told.places:
            if room := places.get(_short(key)):
                self.places[key] = room
        for place in self.told.places.values():
            self._place(place, authors.get(place.key, set()))

    def name_of(self, mark: str, key: str) -> str:
        """What somebody, or a room, is called here."""
        if mark == "#":
            room = self.places.get(key)
            place = self.told.places.get(key)
            return (room and room.name) or (place.name if place else key)
        if user := self.people.get(key):
            return user.name
        return self._called(key)

    def _known(self, what: str, model: type[Found]) -> dict[str, Found]:
        """Who or what has come before, and is still here."""
        known = Known.objects.filter(origin=self.told.origin[:200], what=what)
        numbers = dict(known.values_list("key", "number"))
        here = model._default_manager.in_bulk(set(numbers.values()))
        return {key: here[number] for key, number in numbers.items() if number in here}

    def _called(self, key: str) -> str:
        person = self.told.people.get(key)
        return person.names[0] if person else key

    def _take_in(self, key: str) -> None:
        person = self.told.people[self.told.know(key)]
        user = self.mapping.person(person)
        with transaction.atomic():
            if user is not None:
                self.report.known_people.append((person.names[0], user.name))
            else:
                bring_in = User.objects.bring_in
                user = first_that_is_taken(person.names, (key, "person"), bring_in)
                self._new.add(user.pk)
                self.report.new_people.append((person.names[0], user.name))
            self._remember(PERSON, key, user.pk)
        self.people[key] = user

    def _place(self, place: Place, authors: set[str]) -> None:
        members = {self.people[key].pk: self.people[key] for key in place.members}
        spoken = {self.people[key].pk for key in authors}
        is_of_few = 2 <= len(members) <= wire.GROUP_MOST
        is_talk = not place.name and is_of_few and spoken <= {*members}
        known = self.places.get(place.key)
        if is_talk and not authors and known is None:
            return
        if known is None:
            with transaction.atomic():
                people = list(members.values())
                here = _talk(people) if is_talk else self._room(place, people)
                self._remember(PLACE, place.key, here.pk)
            self.places[place.key] = here
        else:
            here = known
            if here.is_room:
                self.report.known_rooms.append((place.name, here.name or ""))
        if here.is_room:
            seat(here, members.values(), self._new)
        else:
            self.report.talks += 1

    def _room(self, place: Place, people: list[User]) -> Conversation:
        if room := self.mapping.room(place):
            self.report.known_rooms.append((place.name, room.name or ""))
            return room
        among = "-".join(sorted(person.name for person in people))
        wanted = place.name or among or "talk"

        def make(name: str) -> Conversation:
            return make_room(
                room_name(name),
                topic=topic_here(place.topic),
                private=place.private,
                created=place.created,
            )

        room = first_that_is_taken([wanted], ("room",), make)
        self.report.new_rooms.append((wanted, room.name or ""))
        return room

    def _remember(self, what: str, key: str, number: int) -> None:
        Known.objects.update_or_create(
            origin=self.told.origin[:200],
            what=what,
            key=_short(key),
            defaults={"number": number},
        )


def _talk(people: list[User]) -> Conversation:
    return make_direct(*people) if len(people) == 2 else make_group(*people)


def _short(key: str) -> str:
    """What is kept of a key: those of talks among many are long."""
    return key if len(key) <= KEY_CHARACTERS else sha256(key.encode()).hexdigest()
