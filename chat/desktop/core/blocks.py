"""Whom this person has blocked. A block is of the account, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterable

from chat.desktop.core.messages import Event

# What stands for their words.
UNHEARD = "A message of somebody you blocked"


class Blocks:
    """``author`` is the account's number; ``people`` are as in ``welcome``."""

    def __init__(self, people: Iterable[Event] = ()) -> None:
        self._names: dict[int, str] = {}
        self.replace(people)

    @property
    def names(self) -> list[str]:
        return sorted(self._names.values(), key=str.casefold)

    @property
    def people(self) -> list[Event]:
        """What ``replace`` takes."""
        return [{"id": id, "name": name} for id, name in self._names.items()]

    def replace(self, people: Iterable[Event]) -> bool:
        """Take in the whole list; whether it is another one."""
        before = self._names
        self._names = {each["id"]: each["name"] for each in people}
        return self._names != before

    def hear(self, event: Event) -> None:
        """Somebody was blocked, or is so no more."""
        self._names.pop(event["author"], None)
        if event["on"]:
            self._names[event["author"]] = event["name"]

    def has(self, author: int) -> bool:
        return author in self._names

    def has_name(self, name: str) -> bool:
        """Where the wire says a name alone."""
        return name in self._names.values()

    def heard(self, reactions: dict[str, list[str]]) -> dict[str, list[str]]:
        """Reactions as they are shown, without those of the blocked."""
        unheard = set(self._names.values())
        kept = {e: [n for n in all if n not in unheard] for e, all in reactions.items()}
        return {emoji: names for emoji, names in kept.items() if names}
