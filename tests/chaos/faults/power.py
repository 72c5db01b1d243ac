"""The power fails."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import Any

from tests.chaos.faults.fault import EVERYTHING, Fault, signal_all

COME_BACK_SECONDS = 10.0


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
        for valkey in self.deployment.valkeys:
            await asyncio.to_thread(valkey.start)
        await self._each(lambda process: process.rise())

    async def _cut(self) -> None:
        # Looking for them takes a while, and nobody would listen to what is answered.
        valkeys = await asyncio.to_thread(self._valkeys)
        for process in self.deployment.processes.values():
            process.end()
        signal_all(valkeys, signal.SIGKILL)
        await self._each(lambda process: process.kill())

    def _valkeys(self) -> list[int]:
        valkeys = self.deployment.valkeys
        return [pid for each in valkeys for pid in (*each.keepers, *each.pids)]

    async def _each(self, act: Callable[[Any], None]) -> None:
        processes = self.deployment.processes.values()
        await asyncio.gather(*(asyncio.to_thread(act, each) for each in processes))
