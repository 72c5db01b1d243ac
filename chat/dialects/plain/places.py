"""Which conversations somebody is in at the plain door, and what these are called."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, structs

from chat import wire
from chat.text.names import place_key

LOBBY = "#lobby"


class Places:
    """``_former``: by their keys, the places that are called otherwise now."""

    def __init__(self) -> None:
        self._places: dict[int, wire.Conversation] = {}
        self._former: dict[str, int] = {}

    def name_of(self, conversation: int) -> str:
        """``"#dev"``, ``"@bob"``, or the number if that is all that is known."""
        place = self._places.get(conversation)
        return place.name if place else f"[{conversation}]"

    def is_quiet(self, conversation: int) -> bool:
        """Whether nothing there is to call the person."""
        place = self._places.get(conversation)
        return place is not None and place.level == "nothing"

    def number_of(self, name: str) -> int | None:
        """The number of ``"#dev"`` or ``"@bob"``, if the person is in it."""
        key = place_key(name)
        found = (n for n, place in self._places.items() if place.key == key)
        return next(found, self._former.get(key))

    def home(self, left: int = 0) -> int:
        """Where lines are said that are said nowhere else: the lobby, or else any room,
        but never a private talk; 0 if there is none. ``left``: not there.
        """
        its = self._places.items()
        rooms = [n for n, place in its if place.kind == "room" and n != left]
        lobby = self.number_of(LOBBY)
        return lobby if lobby in rooms else next(iter(rooms), 0)

    @property
    def rooms(self) -> list[str]:
        """The names of the rooms that the person is in."""
        names = (place.name for place in self._places.values())
        return [name for name in names if name.startswith("#")]

    @property
    def groups(self) -> list[wire.Conversation]:
        """The groups that the person is in."""
        return [place for place in self._places.values() if place.kind == "group"]

    def _rename_talks(self, person: wire.Person) -> None:
        for number, place in list(self._places.items()):
            if place.person == person.id:
                self._former[place.key] = number
                called = {"name": f"@{person.name}", "key": f"@{person.key}"}
                self._places[number] = structs.replace(place, **called)
            self._regroup(number, person.id, person)

    def _rename_room(self, number: int, name: str) -> None:
        place = self._places.get(number)
        if place is not None and place.name != name:
            self._former[place.key] = number
            called = {"name": name, "key": place_key(name)}
            self._places[number] = structs.replace(place, **called)

    def _regroup(self, number: int, who: int | UnsetType, *now: wire.Person) -> None:
        """Somebody in a group is called otherwise ``now``, or is there no more."""
        place = self._places.get(number)
        people = place.people if place else UNSET
        if place and people is not UNSET and any(each.id == who for each in people):
            others = [each for each in people if each.id != who]
            self._places[number] = structs.replace(place, people=[*others, *now])
