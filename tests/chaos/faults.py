"""What befalls the site and its clients. Each fault is injected, and later healed."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import redis

from tests.chaos import cast
from tests.chaos.comeback import Comeback
from tests.chaos.house import House
from tests.chaos.traffic import Talker
from tests.support.postgres import Postgres

# What a fault befalls that no other one may overlap.
EVERYTHING = "everything"
COME_BACK_SECONDS = 10.0
BURST_POSTS = 160
FAT = "lorem ipsum <&> " * 220


@dataclass
class Scene:
    """Whom a fault can befall."""

    house: House
    clients: Sequence[Comeback]
    speakers: Sequence[Talker]


class Fault:
    """``kind`` is its name in the table; ``seconds`` the range of how long it lasts."""

    kind: str
    seconds = (0.3, 3.0)

    def __init__(self, scene: Scene, rng: Random) -> None:
        self.scene = scene
        self.house = scene.house
        self.rng = rng
        self.choose()

    @property
    def target(self) -> str:
        """What it befalls; two faults of one target do not overlap."""
        return self.kind

    def choose(self) -> None:
        """Whom it befalls."""

    async def inject(self) -> None:
        raise NotImplementedError

    async def heal(self) -> None:
        """Make it good again."""


# --- The processes --------------------------------------------------------------------


class _ProcessFault(Fault):
    among: Sequence[str] = ("serve 0", "serve 1")

    def choose(self) -> None:
        self.name = self.rng.choice(self.among)
        self.process = self.house.processes[self.name]

    @property
    def target(self) -> str:
        return self.name


class KillServe(_ProcessFault):
    kind = "kill -9 of a site's process"

    async def inject(self) -> None:
        await asyncio.to_thread(self.process.fall, gently=False)

    async def heal(self) -> None:
        await asyncio.to_thread(self.process.rise)


class KillBridge(KillServe):
    kind = "kill -9 of the bridge"
    among = ("bridge",)


class EndServe(KillServe):
    kind = "SIGTERM to a site's process"
    among = ("serve 0", "serve 1", "bridge")

    async def inject(self) -> None:
        await asyncio.to_thread(self.process.fall, gently=True)


class FreezeServe(_ProcessFault):
    kind = "a process stands still"
    seconds = (2.0, 4.0)
    among = ("serve 0", "serve 1", "bridge")

    async def inject(self) -> None:
        self.process.signal(signal.SIGSTOP)

    async def heal(self) -> None:
        self.process.signal(signal.SIGCONT)


class KillWorker(_ProcessFault):
    """Its parent starts another one."""

    kind = "kill -9 of a worker"
    among = ("serve 1",)
    number = signal.SIGKILL

    async def inject(self) -> None:
        if self.process.is_alive and self.process.workers:
            os.kill(self.rng.choice(self.process.workers), self.number)


class EndWorker(KillWorker):
    kind = "SIGTERM to a worker"
    number = signal.SIGTERM


class KillParent(KillServe):
    """Nobody tells its workers; they have to see it for themselves."""

    kind = "kill -9 of the workers' parent"
    among = ("serve 1",)

    async def inject(self) -> None:
        self.process.expected_to_run = False
        if self.process.is_alive:
            os.kill(self.process.process.pid, signal.SIGKILL)
            await asyncio.to_thread(self.process.process.wait)


# --- Redis ----------------------------------------------------------------------------


class _ValkeyFault(Fault):
    def choose(self) -> None:
        self.number = self.rng.randrange(len(self.house.valkeys))
        self.valkey = self.house.valkeys[self.number]

    @property
    def target(self) -> str:
        return f"valkey {self.number}"

    async def heal(self) -> None:
        await asyncio.to_thread(self.valkey.start)


class KillValkey(_ValkeyFault):
    kind = "kill -9 of Valkey"

    async def inject(self) -> None:
        _signal(self.valkey.pids, signal.SIGKILL)


class KillKeeper(_ValkeyFault):
    kind = "kill -9 of Valkey and its keeper"

    async def inject(self) -> None:
        _signal(self.valkey.keepers, signal.SIGKILL)
        _signal(self.valkey.pids, signal.SIGKILL)


class FreezeValkey(_ValkeyFault):
    kind = "Valkey stands still"
    seconds = (1.0, 7.0)

    async def inject(self) -> None:
        self.pids = self.valkey.pids
        _signal(self.pids, signal.SIGSTOP)

    async def heal(self) -> None:
        _signal(self.pids, signal.SIGCONT)


class LoseValkey(_ValkeyFault):
    """Its keeper cannot start another one meanwhile."""

    kind = "Valkey is away"
    seconds = (5.0, 10.0)

    async def inject(self) -> None:
        self.keepers = self.valkey.keepers
        _signal(self.keepers, signal.SIGSTOP)
        _signal(self.valkey.pids, signal.SIGKILL)

    async def heal(self) -> None:
        _signal(self.keepers, signal.SIGCONT)
        await super().heal()


class CutSubscriptions(_ValkeyFault):
    """What is published goes on: only whoever listens loses the line."""

    kind = "subscriptions to Valkey are cut"

    async def inject(self) -> None:
        await asyncio.to_thread(self._cut)

    def _cut(self) -> None:
        # One that its keeper has not brought back yet has none to be cut.
        gone = contextlib.suppress(redis.ConnectionError)
        with gone, redis.Redis.from_url(self.valkey.url, socket_timeout=5) as client:
            client.client_kill_filter(_type="pubsub")


# --- Everything -----------------------------------------------------------------------


class PowerCut(Fault):
    kind = "kill -9 of everything at once"
    target = EVERYTHING

    async def inject(self) -> None:
        # After the cut before it people come back: what is lost is lost to somebody.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(COME_BACK_SECONDS):
                while not all(client.entered for client in self.scene.clients):
                    await asyncio.sleep(0.1)
        await self._cut()

    async def heal(self) -> None:
        for valkey in self.house.valkeys:
            await asyncio.to_thread(valkey.start)
        await self._each(lambda process: process.rise())

    async def _cut(self) -> None:
        # Looking for them takes a while, and nobody would listen to what is answered.
        valkeys = await asyncio.to_thread(self._valkeys)
        for process in self.house.processes.values():
            process.end()
        _signal(valkeys, signal.SIGKILL)
        await self._each(lambda process: process.kill())

    def _valkeys(self) -> list[int]:
        valkeys = self.house.valkeys
        return [pid for each in valkeys for pid in (*each.keepers, *each.pids)]

    async def _each(self, act: Callable[[Any], None]) -> None:
        processes = self.house.processes.values()
        await asyncio.gather(*(asyncio.to_thread(act, each) for each in processes))


# --- The database ---------------------------------------------------------------------


class LockDatabase(Fault):
    kind = "the database is locked"
    target = "database"
    seconds = (3.0, 5.0)

    async def inject(self) -> None:
        self.lock: Any = await asyncio.to_thread(self.house.database.lock)

    async def heal(self) -> None:
        await asyncio.to_thread(self.lock.close)


class LockDatabaseForLong(LockDatabase):
    """For longer than a lease lasts, and than anybody waits for a lock."""

    kind = "the database is locked for long"
    seconds = (16.0, 18.0)


class CrashDatabase(Fault):
    """PostgreSQL only: SQLite has no server to lose."""

    kind = "the database's server crashes"
    target = "database"
    seconds = (0.2, 2.0)

    async def inject(self) -> None:
        await asyncio.to_thread(self.house.database.crash)

    async def heal(self) -> None:
        await asyncio.to_thread(self.house.database.start)


# --- The clients ----------------------------------------------------------------------


class _ClientFault(Fault):
    target = "clients"

    def choose(self) -> None:
        clients = self.scene.clients
        count = self.rng.randint(1, len(clients) // 2)
        self.chosen = self.rng.sample(clients, count)


class CutClients(_ClientFault):
    kind = "clients' lines are cut"

    async def inject(self) -> None:
        for client in self.chosen:
            client.cut()


class StopReading(_ClientFault):
    """While much is said, so that more waits than anybody holds for a slow reader."""

    kind = "clients stop reading"
    seconds = (3.0, 8.0)

    async def inject(self) -> None:
        for client in self.chosen:
            client.stop_reading()
        await self.talk_much()

    async def heal(self) -> None:
        for client in self.chosen:
            client.go_on_reading()

    async def talk_much(self) -> None:
        speakers = [s for s in self.scene.speakers if s.client not in self.chosen]
        speaker = self.rng.choice(speakers or self.scene.speakers)
        for _ in range(BURST_POSTS):
            speaker.post(cast.LOBBY, FAT)
            await asyncio.sleep(0.005)


def kinds(house: House) -> list[type[Fault]]:
    """The faults that can befall that site."""
    common = [
        KillServe,
        KillBridge,
        EndServe,
        FreezeServe,
        KillWorker,
        EndWorker,
        KillParent,
        KillValkey,
        FreezeValkey,
        LoseValkey,
        CutSubscriptions,
        PowerCut,
        LockDatabase,
        LockDatabaseForLong,
        CutClients,
        StopReading,
    ]
    keepers = [KillKeeper] if house.is_valkey_kept else []
    crashes = [CrashDatabase] if isinstance(house.database, Postgres) else []
    return [*common, *keepers, *crashes]


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)
