"""Who is here: leases in Redis.

Each process keeps in Redis the people that it holds connections for, under a lease that
it renews. Somebody is online while a live process has them. There are no counters to go
wrong: a process that dies leaves a lease that lapses, and whoever sweeps first takes
its people off the list, all at once; after Redis has lost everything, the next renewal
puts the process's people back. What changes within ``GATHER_SECONDS`` is told as one
delta with a version; a client that misses a version asks ``who``.

In Redis, by Redis's own clock, changed and read by ``update.lua``, ``online.lua`` and
``doors.lua``:
    {presence}:leases      sorted set: process → end of its lease, ms since 1970
    {presence}:of:PROCESS  hash: person's number → "doors name", doors joined by commas
    {presence}:version     number of the last delta
    {presence}:since       since when no lease was lost, ms since 1970: whom no process
                           has a lease later are not here, and before it may not know

The memory of a server that is full is no reason to be wrong about who is here: the
scripts may go on (``allow-oom``), and what they keep is bounded by who is here.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chat.broker.address import close
from chat.broker.client import UNAVAILABLE, async_client_of, blocking_client
from chat.figures import FIGURES
from chat.logging.outage import REDIS

logger = logging.getLogger(__name__)

LEASE_SECONDS = 15.0
RENEW_SECONDS = LEASE_SECONDS / 3
GATHER_SECONDS = 0.1
# A page that is reloaded is away for a moment: nobody needs to hear of that.
LINGER_SECONDS = 2.0

_HERE = Path(__file__).parent
UPDATE = (_HERE / "update.lua").read_text(encoding="utf-8")
ONLINE = (_HERE / "online.lua").read_text(encoding="utf-8")
DOORS = (_HERE / "doors.lua").read_text(encoding="utf-8")
LOST = (
    "Redis had lost who is here, and is told again: it was restarted, it drops keys"
    " when its memory is full (maxmemory-policy), or this process stood still."
)
KEYS = ["{presence}:leases", "{presence}:version", "{presence}:since"]


@dataclass(frozen=True)
class Delta:
    """Who came and who went, by number and by name: both, if called otherwise.

    A name that went is empty, if it is that of somebody else who is here.
    """

    version: int
    online: dict[int, str]
    offline: dict[int, str]


@dataclass(frozen=True)
class Snapshot:
    """Everybody who is online, by number; ``doors`` likewise.

    ``is_sure``: who is not in it is not here. Else some process may still have them, of
    which Redis does not know.
    """

    version: int
    names: dict[int, str]
    doors: dict[int, set[str]]
    is_sure: bool = False


@dataclass
class _Held:
    """A person's connections to this process."""

    name: str
    doors: Counter[str] = field(default_factory=Counter)

    @property
    def value(self) -> str:
        return f"{','.join(sorted(+self.doors))} {self.name}"


class Presence:
    """The people of one process; ``tell`` is called with each delta that it causes.

    ``doubt`` is called when one may have been lost.
    """

    def __init__(
        self,
        url: str,
        tell: Callable[[Delta], Awaitable[None]],
        doubt: Callable[[], None] = lambda: None,
    ) -> None:
        self.process = secrets.token_hex(6)
        self._tell = tell
        self._doubt = doubt
        self._redis = async_client_of(url)
        self._update = self._redis.register_script(UPDATE)
        self._online = self._redis.register_script(ONLINE)
        self._doors = self._redis.register_script(DOORS)
        self._held: dict[int, _Held] = {}
        self._stored: dict[int, str] = {}
        self._has_lease = False
        # Who may be stored: what Redis did not answer, it may do all the same, later.
        self._doubtful: set[int] = set()
        self._gathering = False
        self._flushes: set[asyncio.Task[None]] = set()
        self._one_update = asyncio.Lock()
        # By ``time.monotonic``.
        self.renewed_at = time.monotonic()

    # --- What connections say ---------------------------------------------------------

    def arrive(self, person: int, name: str, door: str) -> None:
        """Somebody has one more connection here, through that door."""
        held = self._held.setdefault(person, _Held(name))
        held.name = name
        held.doors[door] += 1
        self._gather()

    def rename(self, person: int, name: str) -> None:
        """Somebody is called that now, if they are here."""
        if (held := self._held.get(person)) and held.name != name:
            held.name = name
            self._gather()

    def forget(self, person: int) -> None:
        """Somebody is here no more, whatever connections there are to end still."""
        self._held.pop(person, None)
        self._gather()

    def depart(self, person: int, door: str) -> None:
        """One of somebody's connections has ended."""
        held = self._held.get(person, _Held(""))
        held.doors[door] -= 1
        if not +held.doors:
            self._held.pop(person, None)
        self._gather()

    # --- What is known ----------------------------------------------------------------

    async def online(self) -> Snapshot:
        """Everybody, in all processes; those of this process if Redis is away."""
        try:
            reply = await self._online(KEYS)
        except UNAVAILABLE as error:
            REDIS.failed(error)
            return Snapshot(0, *_split(self._values().items()))
        return _snapshot(reply)

    async def doors(self, people: Collection[int]) -> dict[int, list[str]]:
        """By which doors these are here; nothing of who is not.

        Those of this process if Redis is away.
        """
        found = [
            (each, its.value) for each, its in self._held.items() if each in people
        ]
        try:
            found += _pairs(await self._doors(KEYS[:1], [*people]))
        except UNAVAILABLE as error:
            REDIS.failed(error)
        return {each: sorted(doors) for each, doors in _split(found)[1].items()}

    async def ping(self) -> None:
        """Ask Redis whether it is there.

        Raises:
            UNAVAILABLE: it is not.
        """
        await self._redis.ping()

    # --- The lease --------------------------------------------------------------------

    async def renew(self) -> bool:
        """Prolong the lease, store what has changed, sweep away lapsed leases.

        False if Redis is away. What it has lost is put back by the first that succeeds.
        """
        async with self._one_update:
            try:
                delta = await self._store(whole=False)
                if delta is None:
                    if self._has_lease:
                        logger.warning(LOST)
                    self._doubtful |= self._stored.keys()
                    self._stored = {}
                    delta = await self._store(whole=True)
            except UNAVAILABLE as error:
                REDIS.failed(error, "presence")
                # It may have done it all the same, and what changed is not told again.
                self._doubt()
                # Its address may lead elsewhere by now.
                await self._redis.connection_pool.disconnect(inuse_connections=False)
                return False
            self.renewed_at = time.monotonic()
            self._has_lease = True
            REDIS.worked("presence")
        if delta and delta.version:
            await self._tell(delta)
        return True

    async def close(self) -> None:
        """Leave it to the lease to lapse."""
        for flush in self._flushes:
            flush.cancel()
        await asyncio.gather(*self._flushes, return_exceptions=True)
        await close(self._redis.connection_pool)

    def _gather(self) -> None:
        if not self._gathering:
            self._gathering = True
            flush = asyncio.create_task(self._flush_soon())
            self._flushes.add(flush)
            flush.add_done_callback(self._flushes.discard)

    async def _flush_soon(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        self._gathering = False  # whatever changes from here on starts the next one
        await self.renew()

    async def _store(self, *, whole: bool) -> Delta | None:
        """Bring Redis up to date; None if it has lost this process's lease."""
        wanted = self._values()
        sure = {k: v for k, v in self._stored.items() if k not in self._doubtful}
        sets = {k: v for k, v in wanted.items() if sure.get(k) != v}
        removed = (self._stored.keys() | self._doubtful) - wanted.keys()
        known = "" if self._doubtful else len(self._stored)
        self._doubtful |= sets.keys() | removed
        lease_ms = int(LEASE_SECONDS * 1000)
        argv: list[Any] = [self.process, lease_ms, int(whole), int(self._has_lease)]
        argv += [known, len(sets)]
        argv += [part for pair in sets.items() for part in pair]
        began = time.monotonic()
        reply = await self._update(KEYS, [*argv, *removed])
        FIGURES.presence.append(time.monotonic() - began)
        lost, version, *who = reply
        if lost:
            return None
        self._stored, self._doubtful = wanted, set()
        return Delta(int(version), _named(who[0], who[1]), _named(who[2], who[3]))

    def _values(self) -> dict[int, str]:
        return {person: held.value for person, held in self._held.items()}


def online_now() -> Snapshot:
    """Everybody who is online, for code in a thread; nobody if Redis is away."""
    try:
        return _snapshot(blocking_client().register_script(ONLINE)(KEYS))
    except UNAVAILABLE as error:
        REDIS.failed(error)
        return Snapshot(0, {}, {})


def is_online(person: int) -> bool | None:
    """Whether any live process has them; None if that cannot be known just now."""
    now = online_now()
    return person in now.names or (False if now.is_sure else None)


def _named(ids: list[bytes], names: list[bytes]) -> dict[int, str]:
    return {int(id): name.decode() for id, name in zip(ids, names, strict=True)}


def _snapshot(reply: Any) -> Snapshot:
    version, fields, age_ms = reply
    names, doors = _split(_pairs(fields))
    return Snapshot(int(version), names, doors, int(age_ms) >= LEASE_SECONDS * 1000)


def _pairs(fields: list[bytes]) -> list[tuple[int, str]]:
    pairs = zip(fields[::2], fields[1::2], strict=True)
    return [(int(id), value.decode()) for id, value in pairs]


def _split(
    values: Iterable[tuple[int, str]],
) -> tuple[dict[int, str], dict[int, set[str]]]:
    names: dict[int, str] = {}
    doors: dict[int, set[str]] = {}
    for person, value in values:
        through, _, name = value.partition(" ")
        names[person] = name
        doors.setdefault(person, set()).update(through.split(","))
    return names, doors
