"""Whom one session's person does not hear, and what is kept from them by that.

A direct conversation with somebody blocked is *shut*: it is none of the session's, and
what happens there comes to the person's own group all the same, and goes no further. In
rooms nothing is held back but typing: whoever shows the words folds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import UNSET, UnsetType, structs

from chat import wire
from chat.models.people.quiet import BlockedPerson


class Shield:
    """It knows no more than what its session is told, by ``take``.

    ``taken``: how often that was; a look that began before the last time is too old.
    ``early``: what has come back too early, while that is possible.
    """

    def __init__(self) -> None:
        self.taken = 0
        self.early: list[Callable[[], None]] | None = None
        # By the number of each, who they are and their direct conversation.
        self._known: dict[int, wire.Blocked] = {}
        self._shut: set[int] = set()

    def begin(self, blocked: Sequence[BlockedPerson]) -> None:
        """As the welcome says it."""
        self._known = {each.person.id: each.told(on=True) for each in blocked}
        self._sum_up()

    def compare(self, blocked: Sequence[BlockedPerson]) -> list[wire.Blocked]:
        """What differs from that, for ``take``: it is what the database says."""
        now = {each.person.id: each.told(on=True) for each in blocked}
        ended = [
            structs.replace(known, on=False)
            for number, known in self._known.items()
            if number not in now
        ]
        known = self._known
        return [
            *ended,
            *(each for each in now.values() if each != known.get(each.author)),
        ]

    @contextmanager
    def taking(self) -> Iterator[None]:
        """While this person blocks somebody here, or unblocks them, until it is taken:
        what comes back by it may be heard before.
        """
        self.early = []
        try:
            yield
        finally:
            early, self.early = self.early, None
            for appear in early:
                appear()

    def take(self, event: wire.Blocked) -> bool:
        """Somebody was blocked, or unblocked: whether the peer does not know that."""
        self.taken += 1
        before = self._known.pop(event.author, None)
        if event.on:
            # What is told as an answer has a ref.
            self._known[event.author] = structs.replace(event, ref=UNSET)
        self._sum_up()
        if before is None:
            return event.on
        return not event.on or before.name != event.name

    def has(self, author: int | UnsetType) -> bool:
        """Whether that is somebody blocked, by their number."""
        return author in self._known

    def is_shut(self, direct: int) -> bool:
        """Whether that is a direct conversation with somebody blocked."""
        return direct in self._shut

    def _sum_up(self) -> None:
        directs = (each.conversation for each in self._known.values())
        self._shut = {direct for direct in directs if direct is not UNSET}
