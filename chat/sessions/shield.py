"""Whom one session's person does not hear, and what is kept from them by that.

A direct conversation with somebody blocked is *shut*: what happens there comes to the
person's own group all the same, and goes no further than here. In rooms nothing is held
back: whoever shows the words folds them.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, structs

from chat import wire
from chat.models.quiet import BlockedPerson


class Shield:
    """It knows no more than what its session is told, by ``take``."""

    def __init__(self) -> None:
        # By the number of each, who they are and their direct conversation.
        self._known: dict[int, wire.Blocked] = {}
        self._names: set[str] = set()
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

    def take(self, event: wire.Blocked) -> bool:
        """Somebody was blocked, or unblocked: whether the peer does not know that."""
        before = self._known.pop(event.author, None)
        if event.on:
            # What is told as an answer has a ref.
            self._known[event.author] = structs.replace(event, ref=UNSET)
        self._sum_up()
        if before is None:
            return event.on
        return not event.on or before.name != event.name

    def keeps_out(self, event: wire.AnyEvent) -> bool:
        """Whether nobody at the peer is to hear of that."""
        if not self._known:
            return False
        if isinstance(event, wire.LogEvent):
            return event.conversation in self._shut
        if isinstance(event, wire.Typing):
            return event.sender in self._names
        return isinstance(event, wire.Joined) and self._is_of_blocked(event)

    def open(self, direct: int) -> None:
        """It is known to be this person's to see, before it is known why."""
        self._shut.discard(direct)

    def _sum_up(self) -> None:
        self._names = {each.name for each in self._known.values()}
        directs = (each.conversation for each in self._known.values())
        self._shut = {direct for direct in directs if direct is not UNSET}

    def _is_of_blocked(self, event: wire.Joined) -> bool:
        """A direct conversation opened by them, of which another version tells."""
        seen = event.conversation
        if isinstance(seen, int) or seen.kind != "direct":
            return False
        return event.sender in self._names
