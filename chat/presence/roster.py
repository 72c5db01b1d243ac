"""Who is here, as one process knows it.

Asked for once, then kept up to date by the deltas that everybody hears: somebody who
comes is told the list without Redis being asked again, however many come at once.
"""

from __future__ import annotations

import bisect
from collections.abc import Awaitable, Callable, Sequence

from chat import wire
from chat.concurrency.batches import Batch
from chat.presence.leases import Snapshot
from chat.text.fold import in_order, place_of
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

    async def seen_by(self, name: str) -> wire.Online:
        """The list for somebody who is here, whether it has them already or not."""
        known = await self.known()
        place = bisect.bisect_left(known.users, place_of(name), key=place_of)
        if known.users[place : place + 1] == [name]:
            return known
        users = [*known.users[:place], name, *known.users[place:]]
        keys = known.keys | keys_of([name])
        return wire.Online(version=known.version, users=users, keys=keys)

    def hear(self, delta: wire.Presence) -> None:
        """Follow a delta; after one that is missing, ask again when it is needed."""
        if self._heard is not None:
            self._heard.append(delta)
        elif self._known is None:
            return
        elif delta.version > self._known.version + 1:
            self.forget()
        elif delta.version == self._known.version + 1:
            self._known = _after(self._known, delta)

    def forget(self) -> None:
        """Ask again when it is needed: deltas may have been missed."""
        self._known = None

    async def _learn(self, askers: Sequence[None]) -> list[wire.Online]:
        self._known, self._heard = None, []
        try:
            snapshot = await self._ask()
        finally:
            heard, self._heard = self._heard, None
        online = _online(snapshot.version, set(snapshot.names.values()))
        if snapshot.version:
            self._known = online
            for delta in heard:
                self.hear(delta)
        return [online] * len(askers)


def _after(online: wire.Online, delta: wire.Presence) -> wire.Online:
    users = set(online.users).difference(delta.offline).union(delta.online)
    return _online(delta.version, users)


def _online(version: int, names: set[str]) -> wire.Online:
    return wire.Online(version=version, users=in_order(names), keys=keys_of(names))
