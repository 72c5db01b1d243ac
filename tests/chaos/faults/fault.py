"""What befalls the site or its clients: it is injected, and later healed."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.chaos.comeback import Comeback
from tests.chaos.deployment import Deployment
from tests.chaos.traffic import Talker

# What a fault befalls that no other one may overlap.
EVERYTHING = "everything"


@dataclass
class Scene:
    """Whom a fault can befall."""

    deployment: Deployment
    clients: Sequence[Comeback]
    speakers: Sequence[Talker]


class Fault:
    """``kind`` is its name in the table; ``seconds`` the range of how long it lasts."""

    kind: str
    seconds = (0.3, 3.0)

    def __init__(self, scene: Scene, rng: Random) -> None:
        self.scene = scene
        self.deployment = scene.deployment
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


def signal_all(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)
