"""The database is locked, or crashes."""

import asyncio
import contextlib
import signal
from typing import Any

from tests.chaos import cast
from tests.chaos.faults.fault import Fault, signal_all


class LockDatabase(Fault):
    kind = "the database is locked"
    target = "database"
    seconds = (3.0, 5.0)

    async def inject(self) -> None:
        self.lock: Any = await asyncio.to_thread(self.deployment.database.lock)

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
        await asyncio.to_thread(self.deployment.database.crash)

    async def heal(self) -> None:
        await asyncio.to_thread(self.deployment.database.start)


class LockRoom(LockDatabase):
    """PostgreSQL only: a row of it is somebody's who has forgotten it."""

    kind = "a room is locked"
    seconds = (2.0, 8.0)

    async def inject(self) -> None:
        name = cast.LOBBY.removeprefix("#")
        self.lock: Any = await asyncio.to_thread(
            self.deployment.database.lock_room, name
        )


class FreezeBackends(Fault):
    """PostgreSQL only: what answers stands still, the first process does not."""

    kind = "the database's processes stand still"
    target = "database"
    seconds = (2.0, 9.0)

    async def inject(self) -> None:
        self.pids = await asyncio.to_thread(lambda: self.deployment.database.backends)
        signal_all(self.pids, signal.SIGSTOP)

    async def heal(self) -> None:
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                signal_all([pid], signal.SIGCONT)
