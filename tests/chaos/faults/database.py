"""The database is locked, or crashes."""

import asyncio
from typing import Any

from tests.chaos.faults.fault import Fault


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
