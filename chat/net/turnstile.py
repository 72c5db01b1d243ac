"""Who is let in at a listener: so many in all, and so many from one address."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable

from chat.net.networks import network_of

logger = logging.getLogger(__name__)

COMPLAINT_SECONDS = 60.0
# How many of those who were turned away are told of in that time.
COMPLAINTS = 20
# Where no more than one of so many places is taken, somebody may keep one for later.
ROOMY = 4


class Room:
    """How many connections a process may have, at all of its doors together.

    ``silent``: those that have not said yet what they want, and how to end them; who
    came first is first. When the room is full they give way to others.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.inside = 0
        self.silent: dict[object, Callable[[], None]] = {}

    @property
    def is_full(self) -> bool:
        return self.inside >= self.most

    def make_way(self) -> bool:
        """End the silent one that came first; False if there is none."""
        if not self.silent:
            return False
        self.silent.pop(next(iter(self.silent)))()
        return True


class Turnstile:
    """Counts who is in at a door, by address; and in all, in a room of many doors.

    ``room``: the room, or how many may be in it. Addresses are those of sockets; they
    are counted by ``network_of``.
    """

    def __init__(self, room: Room | int, most_of_an_address: int) -> None:
        self.room = Room(room) if isinstance(room, int) else room
        self._most_of_an_address = most_of_an_address
        self._by_network: Counter[str] = Counter()
        self._complained: set[str] = set()
        self._complaints_since = 0.0

    def admit(self, address: str, now: float) -> bool:
        """Let one more in, if there is room; ``now`` in seconds of any clock."""
        if not self.count(address, now):
            return False
        if self.admit_socket(address, now):
            return True
        self.discount(address)
        return False

    def admit_socket(self, address: str, now: float) -> bool:
        """Let one in that is counted in all alone: others come through it."""
        if self.room.is_full:
            self._complain(address, "there are as many connections as may be", now)
            if not self.room.make_way():
                return False
        self.room.inside += 1
        return True

    def release_socket(self) -> None:
        """One that was counted in all alone has gone."""
        self.room.inside -= 1

    def count(self, address: str, now: float) -> bool:
        """Count one more of an address, if it may have one; in all it is counted."""
        network = network_of(address)
        if self._by_network[network] >= self._most_of_an_address:
            self._complain(network, "it has as many connections as it may have", now)
            return False
        self._by_network[network] += 1
        return True

    def is_roomy(self, address: str | None) -> bool:
        """Whether three of four places are free: of all, and of what that one has."""
        own = self._by_network[network_of(address)] if address else 0
        free = own <= self._most_of_an_address // ROOMY
        return free and self.room.inside <= self.room.most // ROOMY

    def discount(self, address: str) -> None:
        """One that was counted has gone."""
        network = network_of(address)
        self._by_network[network] -= 1
        if not self._by_network[network]:
            del self._by_network[network]

    def _complain(self, who: str, reason: str, now: float) -> None:
        # Somebody who knocks a thousand times a second must not fill the disk, nor may
        # a thousand who knock once.
        if now - self._complaints_since >= COMPLAINT_SECONDS:
            self._complained.clear()
            self._complaints_since = now
        if who not in self._complained and len(self._complained) < COMPLAINTS:
            self._complained.add(who)
            logger.warning("%s is turned away: %s.", who, reason)


class Ticket:
    """What a connection is counted as: as one in all, and as one of a client's."""

    __slots__ = ("_client", "_is_open", "_turnstile")

    def __init__(self, turnstile: Turnstile, client: str | None = None) -> None:
        self._turnstile = turnstile
        self._client = client
        self._is_open = True

    def change(self, client: str | None, now: float) -> bool:
        """A proxy's connection is that client's from now on; False: it has enough."""
        if self._client is not None:
            self._turnstile.discount(self._client)
        self._client = None
        if client is not None and not self._turnstile.count(client, now):
            return False
        self._client = client
        return True

    @property
    def is_roomy(self) -> bool:
        """Whether it is in nobody's way for now."""
        return self._turnstile.is_roomy(self._client)

    def close(self) -> None:
        """The connection has gone; safe to call twice."""
        if not self._is_open:
            return
        self._is_open = False
        if self._client is not None:
            self._turnstile.discount(self._client)
        self._turnstile.release_socket()

    def give_way(self, transport: asyncio.Transport) -> None:
        """End the connection: its place is somebody else's from now on."""
        self.close()
        transport.abort()
