"""Redis, which is a Valkey, is killed, slow or away."""

import asyncio
import contextlib
import signal

import redis

from tests.chaos.faults.fault import Fault, signal_all


class _ValkeyFault(Fault):
    def choose(self) -> None:
        self.number = self.rng.randrange(len(self.deployment.valkeys))
        self.valkey = self.deployment.valkeys[self.number]

    @property
    def target(self) -> str:
        return f"valkey {self.number}"

    async def heal(self) -> None:
        await asyncio.to_thread(self.valkey.start)


class KillValkey(_ValkeyFault):
    kind = "kill -9 of Valkey"

    async def inject(self) -> None:
        signal_all(self.valkey.pids, signal.SIGKILL)


class KillKeeper(_ValkeyFault):
    kind = "kill -9 of Valkey and its keeper"

    async def inject(self) -> None:
        signal_all(self.valkey.keepers, signal.SIGKILL)
        signal_all(self.valkey.pids, signal.SIGKILL)


class FreezeValkey(_ValkeyFault):
    kind = "Valkey stands still"
    seconds = (1.0, 7.0)

    async def inject(self) -> None:
        self.pids = self.valkey.pids
        signal_all(self.pids, signal.SIGSTOP)

    async def heal(self) -> None:
        signal_all(self.pids, signal.SIGCONT)


class LoseValkey(_ValkeyFault):
    """Its keeper cannot start another one meanwhile."""

    kind = "Valkey is away"
    seconds = (5.0, 10.0)

    async def inject(self) -> None:
        self.keepers = self.valkey.keepers
        signal_all(self.keepers, signal.SIGSTOP)
        signal_all(self.valkey.pids, signal.SIGKILL)

    async def heal(self) -> None:
        signal_all(self.keepers, signal.SIGCONT)
        await super().heal()


class FillValkey(_ValkeyFault):
    """Its memory is full: nothing more is stored, and what is published goes on."""

    kind = "Valkey is out of memory"
    seconds = (5.0, 10.0)

    async def inject(self) -> None:
        await asyncio.to_thread(self._give, 1)

    async def heal(self) -> None:
        await super().heal()
        await asyncio.to_thread(self._give, 0)

    def _give(self, most: int) -> None:
        # One that its keeper has not brought back yet will have all that it wants.
        gone = contextlib.suppress(redis.ConnectionError)
        with gone, redis.Redis.from_url(self.valkey.url, socket_timeout=5) as client:
            client.config_set("maxmemory", most)


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
