"""A process of the site is killed, ended or stopped."""

import asyncio
import os
import signal
from collections.abc import Sequence

from tests.chaos.faults.fault import Fault


class _ProcessFault(Fault):
    among: Sequence[str] = ("serve 0", "serve 1")

    def choose(self) -> None:
        self.name = self.rng.choice(self.among)
        self.process = self.deployment.processes[self.name]

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
