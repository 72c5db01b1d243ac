"""Who is here, as one process knows it.

Asked for once, then kept up to date by the deltas that everybody hears: somebody who
comes is told the list without Redis being asked again, however many come at once.
"""

from __future__ import annotations

import bisect
from collections.abc import Awaitable, Callable, Mapping, Sequence

from chat import wire
from chat.concurrency.batches import Batch
from chat.presence.leases import Snapshot
from chat.text.fold import first_from, fold, in_order, place_of
from chat.text.names import keys_of


class Roster:
    """``ask`` asks Redis; its version 0 means that it could not."""

    def __init__(self, ask: Callable[[], Awaitable[Snapshot]]) -> None:
        self._ask = ask
        self._asking: Batch[None, wire.Online] = Batch(self._learn)
        self._known: wire.Online | None = None
        # What is heard while Redis is being asked may be newer than its answer.
        self._heard: list[wire.Presence] | None = None

    async def known(self) -> wire.Online:
        """The list as it is in Redis, or was a moment ago."""
        return self._known or await self._asking(None)

    async def seen_by(self, person: int, name: str) -> wire.Online:
        """The list for somebody who is here, whether it has them already or not."""
        known = await self.known()
        place = bisect.bisect_left(known.users, place_of(name), key=place_of)
        has_name = known.users[place : place + 1] == [name]
        if has_name and known.numbers[place] == person:
            return known
        if has_name or person in known.numbers:
            # It does not know yet what they, or others, are called now.
            return online_of(known.version, {**_names_in(known), person: name})
        users = [*known.users[:place], name, *known.users[place:]]
        numbers = [*known.numbers[:place], person, *known.numbers[place:]]
        keys = known.keys | keys_of([name])
        return wire.Online(
            version=known.version, users=users, numbers=numbers, keys=keys
        )

    async def beginning(self, match: str, most: int) -> list[int]:
        """The numbers of those whose names begin like that, in their order."""
        known = await self.known()
        begin = fold(match.strip().removeprefix("@"))
        start = first_from(known.users, begin)
        found = known.users[start : start + most]
        count = sum(1 for name in found if fold(name).startswith(begin))
        return known.numbers[start : start + count]

    def hear(self, delta: wire.Presence) -> None:
        """Follow a delta; after one that is missing, ask again when it is needed."""
        if self._heard is not None:
            self._heard.append(delta)
        elif self._known is None:
            return
        elif delta.version > self._known.version + 1:
            self.forget()
        elif delta.version == self._known.version + 1:
            self._follow(delta, self._known)

    def forget(self) -> None:
        """Ask again when it is needed: deltas may have been missed."""
        self._known = None

    def _follow(self, delta: wire.Presence, known: wire.Online) -> None:
        if len(delta.came) != len(delta.online) or len(delta.went) < len(delta.offline):
            self.forget()  # the version before does not say who it is
            return
        self._known = _after(known, delta)

    async def _learn(self, askers: Sequence[None]) -> list[wire.Online]:
        self._known, self._heard = None, []
        try:
            snapshot = await self._ask()
        finally:
            heard, self._heard = self._heard, None
        online = online_of(snapshot.version, snapshot.names)
        if snapshot.version:
            self._known = online
            for delta in heard:
                self.hear(delta)
        return [online] * len(askers)


def online_of(version: int, names: Mapping[int, str]) -> wire.Online:
    """The list of these people, by their numbers."""
    whose = numbers_of(names)
    users, numbers = list(whose), list(whose.values())
    return wire.Online(
        version=version, users=users, numbers=numbers, keys=keys_of(users)
    )


def _after(known: wire.Online, delta: wire.Presence) -> wire.Online:
    # In place, and not sorted anew: there are ten deltas a second where people come
    # and go, and maybe ten thousand who stay.
    moved = {*delta.went, *delta.came}
    pairs = zip(known.users, known.numbers, strict=True)
    whose = {name: person for name, person in pairs if person not in moved}
    users = list(whose)
    for person, name in zip(delta.came, delta.online, strict=True):
        if name not in whose:
            bisect.insort(users, name, key=place_of)
        whose[name] = max(person, whose.get(name, 0))
    numbers = [whose[name] for name in users]
    keys = {name: key for name, key in known.keys.items() if name in whose}
    keys |= keys_of(delta.online)
    return wire.Online(version=delta.version, users=users, numbers=numbers, keys=keys)


def numbers_of(names: Mapping[int, str]) -> dict[str, int]:
    """Whose names these are, in the order of all lists.

    Of two of one name it is the later one's: the first has lost it.
    """
    whose = {names[number]: number for number in sorted(names)}
    return {name: whose[name] for name in in_order(whose)}


def _names_in(online: wire.Online) -> dict[int, str]:
    return dict(zip(online.numbers, online.users, strict=True))
