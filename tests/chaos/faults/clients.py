"""Clients are cut off, or do not read."""

import asyncio

from tests.chaos import cast
from tests.chaos.faults.fault import Fault

BURST_POSTS = 160
FAT = "lorem ipsum <&> " * 220


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
