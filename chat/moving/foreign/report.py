"""What an import does, or would do: for the operator to read, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from chat.site import command

SHOWN = 50


@dataclass
class Report:
    """People and rooms are pairs: what they were called there, and are here."""

    new_people: list[tuple[str, str]] = field(default_factory=list)
    known_people: list[tuple[str, str]] = field(default_factory=list)
    new_rooms: list[tuple[str, str]] = field(default_factory=list)
    known_rooms: list[tuple[str, str]] = field(default_factory=list)
    talks: int = 0
    messages: int = 0
    known_messages: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """All of it, in sentences."""
        people, rooms = self.new_people, self.new_rooms
        yield f"People: {len(people):,} new, {len(self.known_people):,} who are here."
        yield from _pairs("new", people)
        yield from _pairs("here", self.known_people)
        if people:
            yield (
                "  The new ones have no password: nobody can log in as one of them"
                f" until you set it, by {command('changepassword', 'NAME')} or in the"
                " panel."
            )
        yield f"Rooms: {len(rooms):,} new, {len(self.known_rooms):,} that are here."
        yield from _pairs("new", rooms, "#")
        yield from _pairs("here", self.known_rooms, "#")
        yield f"Private talks: {self.talks:,}."
        yield f"Messages: {self.messages:,} new, {self.known_messages:,} that are here."
        yield "Left out: " + ("nothing." if not +self.lost else "")
        for what, count in sorted((+self.lost).items()):
            yield f"  {count:,} {what}"


def _pairs(what: str, pairs: list[tuple[str, str]], mark: str = "") -> Iterator[str]:
    other = [pair for pair in pairs if pair[0] != pair[1]]
    same = [pair for pair in pairs if pair[0] == pair[1]]
    for there, here in (*other[:SHOWN], *same[: max(0, SHOWN - len(other))]):
        told = f"{mark}{there}" if there == here else f"{there} is {mark}{here}"
        yield f"  {what}: {told}"
    if len(pairs) > SHOWN:
        yield f"  and {len(pairs) - SHOWN:,} more"
