"""Faults befall a deployment and its company, in an order of chance."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

from tests.chaos.company import Company
from tests.chaos.faults.fault import EVERYTHING, Fault, Scene
from tests.chaos.faults.kinds import kinds

CALM_SECONDS = (0.5, 3.0)
OVERLAP = 0.3


class Misfortune:
    """``faults`` are counted by their kinds; ``say`` is told of each."""

    def __init__(self, company: Company, say: Callable[[str], None]) -> None:
        self.company = company
        self.plan, self.deployment = company.plan, company.deployment
        self.faults: Counter[str] = Counter()
        self._say = say
        self._healing: dict[str, asyncio.Task[None]] = {}

    @property
    def is_over(self) -> bool:
        """Whether nothing is broken that is healed later."""
        return not self._healing

    async def befall(self, is_enough: Callable[[], bool]) -> None:
        """Go on for as long as it is planned, or until it is enough."""
        rng = self.plan.rng("faults")
        chosen = _shuffled_forever(self._kinds(), rng)
        company = self.company
        scene = Scene(self.deployment, company.clients, company.speakers)
        end = time.monotonic() + self.plan.seconds
        while time.monotonic() < end and not is_enough():
            await asyncio.sleep(rng.uniform(*CALM_SECONDS))
            await self._inject(next(chosen)(scene, rng), rng.uniform)
            if rng.random() > OVERLAP:
                await self.heal_all()

    async def heal_all(self) -> None:
        # Each at its time: a process cannot start while what it needs is away.
        await asyncio.gather(*self._healing.values())
        self._healing.clear()

    def _kinds(self) -> list[type[Fault]]:
        return [
            kind for kind in kinds(self.deployment) if self.plan.only in kind.__name__
        ]

    async def _inject(self, fault: Fault, uniform: Callable[..., float]) -> None:
        # Two faults of one thing would not know of each other.
        if EVERYTHING in {fault.target, *self._healing}:
            await self.heal_all()
        if earlier := self._healing.get(fault.target):
            await earlier
        seconds = uniform(*fault.seconds)
        self._say(f"{fault.kind} ({fault.target}), {seconds:.1f} s")
        self.faults[fault.kind] += 1
        await fault.inject()
        self._healing[fault.target] = asyncio.create_task(_heal(fault, seconds))


async def _heal(fault: Fault, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await fault.heal()


def _shuffled_forever(among: list[type[Fault]], rng: Random) -> Iterator[type[Fault]]:
    """Each kind once, in an order of chance; then again."""
    while True:
        yield from rng.sample(among, len(among))
