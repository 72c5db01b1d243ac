"""The figures: one for each row and round, with what is to be known of it."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Self

from tests.benchmarks import machine
from tests.benchmarks.peers import Peer


@dataclass(frozen=True)
class Spent:
    """Seconds: of the server's CPU, its Redis', the clients', and of the clock."""

    server: float
    redis: float
    clients: float
    clock: float

    @property
    def busy(self) -> float:
        """The share of its core that the load generator has taken."""
        return self.clients / self.clock


class Meter:
    """What a peer takes from now on."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._began = self._now()

    def read(self) -> Spent:
        pairs = zip(self._now(), self._began, strict=True)
        return Spent(*(now - began for now, began in pairs))

    def _now(self) -> tuple[float, float, float, float]:
        return (
            machine.cpu_seconds(self._peer.pids),
            machine.cpu_seconds(self._peer.redis_pids),
            time.process_time(),
            time.perf_counter(),
        )


@dataclass(frozen=True)
class Figure:
    """``redis`` is in the row's unit; ``busy`` is the clients' share of their core."""

    value: float
    redis: float | None = None
    busy: float | None = None


@dataclass
class Row:
    """The figures of a row by their rounds; ``note``: why there are not more."""

    name: str
    unit: str
    note: str = ""
    figures: dict[int, Figure] = field(default_factory=dict)

    @property
    def values(self) -> dict[int, float]:
        return {which: figure.value for which, figure in self.figures.items()}

    @property
    def redis(self) -> float | None:
        return _median(figure.redis for figure in self.figures.values())

    @property
    def busy(self) -> float | None:
        return _median(figure.busy for figure in self.figures.values())

    def against(self, other: Self) -> list[float]:
        """How many times the other's figure this is, in each of the rounds."""
        rounds = self.figures.keys() & other.figures.keys()
        # A figure of next to nothing is less than the clock's tick.
        return [
            self.values[one] / (other.values[one] or math.nan) for one in sorted(rounds)
        ]


class Figures:
    """All rows, in the order in which they were begun."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def row(self, name: str, unit: str) -> Row:
        return self.rows.setdefault(name, Row(name, unit))

    def add(self, which: int, name: str, unit: str, figure: Figure) -> Figure:
        """Add a round's figure to a row."""
        self.row(name, unit).figures[which] = figure
        return figure


def cost(spent: Spent, count: int, each: float) -> Figure:
    """What one of ``count`` has taken; ``each`` are the row's units in a second."""
    scale = each / count
    return Figure(spent.server * scale, spent.redis * scale, spent.busy)


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
