"""All conversations that one person is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from chat.desktop.core.finding.fold import fold, place_of
from chat.desktop.core.history.messages import Event
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.people.identity import Identity
from chat.desktop.core.reading.unread import is_listed
from chat.desktop.core.rooms.conversation import Conversation
from chat.desktop.core.rooms.titles import title_of

LOBBY = "#lobby"


class Conversations:
    """``you``: whose they are; ``blocks``: with whom none is listed; ``current``: where
    this person is.
    """

    def __init__(self) -> None:
        self.current: Conversation | None = None
        self.you: Identity | None = None
        self.blocks = Blocks()
        self._all: list[Conversation] = []

    def __iter__(self) -> Iterator[Conversation]:
        return iter(list(self._all))

    def __contains__(self, conversation: object) -> bool:
        return any(each is conversation for each in self._all)

    @property
    def rooms(self) -> list[Conversation]:
        """The lobby first, then by name."""
        current = self.current
        rooms = self._sorted(lambda it: it.is_room and (is_listed(it) or it is current))
        return sorted(rooms, key=lambda each: each.name != LOBBY)

    @property
    def directs(self) -> list[Conversation]:
        """Talks of two, and groups; what they note for themselves first."""
        talks = self._sorted(lambda each: not each.is_room)
        return sorted(talks, key=lambda each: each.person != self._own)

    @property
    def listed(self) -> list[Conversation]:
        """In the order in which they are shown."""
        return [*self.rooms, *self.directs]

    @property
    def home(self) -> Conversation | None:
        """Where somebody begins: the lobby, or else any room."""
        return self.by_name(LOBBY) or next(iter(self.rooms), None)

    def neighbour(self, of: Conversation | None, by: int) -> Conversation | None:
        """The one so many places further down the list; it begins again at its end."""
        listed = self.listed
        if of is None or of not in listed:
            return None
        return listed[(listed.index(of) + by) % len(listed)]

    def by_id(self, id: int | None) -> Conversation | None:
        """The conversation of that number; none has the number None."""
        if id is None:
            return None
        return next((each for each in self._all if each.id == id), None)

    def by_name(self, name: str) -> Conversation | None:
        """The newest of a name, as the wire spells it: as it is shown, or its key."""
        named = [each for each in self._all if name in (each.name, each.key)]
        return max(named, key=lambda each: each.id or 0, default=None)

    def meant(self, name: str) -> Conversation | None:
        """The one that somebody means by what they have typed."""
        alike = [each for each in self._all if fold(each.name) == fold(name)]
        return self.by_name(name) or (alike[0] if len(alike) == 1 else None)

    def add(self, wire: Event) -> Conversation:
        """Take in one conversation; the same object if it was known."""
        known = self.by_id(wire["id"]) or self._waiting_for(wire)
        if known is not None:
            known.see(wire)
            return known
        former = self._named(wire)
        if former is not None:
            former.give_way()
        conversation = Conversation(wire, self.you)
        self._all.append(conversation)
        return conversation

    def with_person(self, person: int | None) -> Conversation | None:
        """The direct conversation with the person of that number."""
        if person is None:
            return None
        return next((each for each in self._all if each.person == person), None)

    def direct(self, name: str, person: int | None = None) -> Conversation:
        """The conversation with somebody, which may not exist on the server yet.

        A name that was typed may be spelled otherwise: see ``Quiet.look``. ``person``:
        their number, if it is known.
        """
        named = self.by_name(f"@{name}")
        if named is not None and None not in (named.person, person):
            named = None  # with somebody else of that name, or found by the number
        known = self.with_person(person) or named
        return known or self.add({**_empty_direct(name), "person": person})

    def replace(self, wires: Iterable[Event]) -> list[Conversation]:
        """Take in the whole list; returns those that are no longer on it."""
        ids = {self.add(wire).id for wire in wires}
        gone = [each for each in self._all if each.id not in (None, *ids)]
        for each in gone:
            self.remove(each)
        return gone

    def remove(self, conversation: Conversation) -> None:
        self._all = [each for each in self._all if each is not conversation]

    def _waiting_for(self, wire: Event) -> Conversation | None:
        """One that was opened here before it was this person's on the server."""
        named = self._named(wire)
        return named if named is not None and named.id is None else None

    def _named(self, wire: Event) -> Conversation | None:
        name: str = wire["name"]
        return self.by_name(name) or self.by_name(wire.get("key") or name)

    def _sorted(self, wanted: Callable[[Conversation], bool]) -> list[Conversation]:
        titled = [(title_of(each, self._own), each) for each in self._all]
        titled.sort(key=lambda pair: place_of(pair[0]))
        return [each for _, each in titled if wanted(each)]

    @property
    def _own(self) -> int:
        return self.you.id if self.you is not None else 0


def _empty_direct(name: str) -> Event:
    return {
        "id": None,
        "kind": "direct",
        "name": f"@{name}",
        "topic": "",
        "head": 0,
        "read": 0,
        "private": True,
    }
