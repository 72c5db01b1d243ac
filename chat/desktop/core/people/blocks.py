"""Whom this person has blocked. A block is of the account, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterable

from chat.desktop.core.content.quotes import DELETED, Quote, excerpt
from chat.desktop.core.content.reactions import numbered
from chat.desktop.core.finding.fold import in_order
from chat.desktop.core.history.messages import Event

QUOTED_MOST = 90
# What stands for their words.
UNHEARD = "A message of somebody you blocked"


class Blocks:
    """``author`` is the account's number; ``people`` are as in ``welcome``."""

    def __init__(self, people: Iterable[Event] = ()) -> None:
        self._names: dict[int, str] = {}
        self.replace(people)

    @property
    def names(self) -> list[str]:
        return in_order(self._names.values())

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

    def rename(self, author: int, name: str) -> None:
        """Somebody is called that now, who may be one of them."""
        if author in self._names:
            self._names[author] = name

    def has(self, author: int) -> bool:
        return author in self._names

    def number_of(self, name: str) -> int | None:
        """Whose name that is, of those blocked; where the wire says a name alone.

        In another spelling it is the server's to know.
        """
        found = (n for n, known in self._names.items() if known == name)
        return next(found, None)

    def quoted(self, quote: Quote) -> tuple[str, str]:
        """What a message answers, in a line: whose words, and which; nothing is quoted
        of the blocked.
        """
        if self.has(quote.author):
            return "", UNHEARD
        words = DELETED if quote.deleted else excerpt(quote.body, QUOTED_MOST)
        sign = ("* ", " ") if quote.action else ("", ": ")
        return quote.sender.join(sign), words

    def heard(
        self, reactions: dict[str, list[str]], reactors: dict[str, list[int]]
    ) -> dict[str, list[str]]:
        """Reactions as they are shown, without those of the blocked."""
        kept = {}
        for emoji, names in reactions.items():
            given = numbered(names, reactors.get(emoji, []))
            kept[emoji] = [name for name, number in given if not self.has(number)]
        return {emoji: names for emoji, names in kept.items() if names}
