"""Who is here, as one process knows it.

Asked for once, then kept up to date by the deltas that everybody hears: somebody who
comes is told the list without Redis being asked again, however many come at once.
"""

from __future__ import annotations

import bisect
from collections.abc import Awaitable, Callable

from chat import wire
from chat.batches import Batch
from chat.presence import Snapshot


class Roster:
    """``ask`` asks Redis; its version 0 means that it could not."""

    def __init__(self, ask: Callable[[], Awaitable[Snapshot]]) -> None:
        self._ask = ask
        self._asking: Batch[str, wire.Online] = Batch(self._learn)
        self._known: wire.Online | None = None
        # What is heard while Redis is being asked may be newer than its answer.
        self._heard: list[wire.Presence] = []

    async def seen_by(self, name: str) -> wire.Online:
        """The list for somebody who is here, whether it has them already or not."""
        known = self._known or await self._asking(name)
        place = bisect.bisect_left(known.users, name.casefold(), key=str.casefold)
        if known.users[place : place + 1] == [name]:
            return known
        users = [*known.users[:place], name, *known.users[place:]]
        return wire.Online(version=known.version, users=users)

    def hear(self, delta: wire.Presence) -> None:
        """Follow a delta; after one that is missing, ask again when it is needed."""
        if self._known is None:
            self._heard.append(delta)
        elif delta.version > self._known.version + 1:
            self.forget()
        elif delta.version == self._known.version + 1:
            self._known = _after(self._known, delta)

    def forget(self) -> None:
        """Ask again when it is needed: deltas may have been missed."""
        self._known = None
        self._heard.clear()

    async def _learn(self, names: object) -> list[wire.Online]:
        self.forget()
        snapshot = await self._ask()
        online = wire.Online(
            version=snapshot.version,
            users=wire.sorted_names(snapshot.names.values()),
        )
        if snapshot.version:
            heard, self._heard = self._heard, []
            self._known = online
            for delta in heard:
                self.hear(delta)
        return [online] * len(names)


def _after(online: wire.Online, delta: wire.Presence) -> wire.Online:
    users = set(online.users).difference(delta.offline).union(delta.online)
    return wire.Online(version=delta.version, users=wire.sorted_names(users))
