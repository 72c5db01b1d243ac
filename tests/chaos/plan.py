"""What a run is to be, and what came of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from random import Random

from tests.chaos import cast
from tests.chaos.chronicle import Chronicle
from tests.chaos.facts import Miss
from tests.chaos.history import History
from tests.chaos.log import Log


@dataclass
class Plan:
    """``only``: nothing but the faults whose class has that in its name. ``valkeys``:
    that many servers share the groups; 0: the one that comes along.

    A test breaks something: ``broken`` are rules of the site, and the run ends with the
    first proof of it (see tests/chaos/broken.py). ``log`` is what a program keeps;
    ``pages``: those at the real page are there, too; ``credulous``: those pages look at
    no gap.
    """

    seed: int
    seconds: float = 60
    _: KW_ONLY
    database: str = "sqlite"
    only: str = ""
    broken: str = ""
    valkeys: int = 0
    pages: bool = True
    credulous: bool = False
    log: Callable[[cast.Seat], Callable[..., Log]] = lambda seat: Log
    say: Callable[[str], None] = lambda text: None

    def rng(self, what: str) -> Random:
        """The chance that decides of one thing, always alike for one seed."""
        return Random(f"{self.seed} {what}")


@dataclass
class Result:
    misses: list[Miss]
    chronicle: Chronicle
    faults: Counter[str]
    history: History
    output: dict[str, str] = field(default_factory=dict)
