"""What the figures have to hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.figures import Figures
from tests.benchmarks.plan import Plan


@dataclass(frozen=True)
class Bar:
    """A row's median, or its ratio to the row ``against``, is at most ``limit``."""

    row: str
    limit: float
    against: str = ""
    is_least: bool = False

    def seen(self, figures: Figures) -> list[float]:
        """What was seen, in each round; nothing if a row is not there."""
        row, other = figures.rows.get(self.row), figures.rows.get(self.against)
        if row is None or (self.against and other is None):
            return []
        return row.against(other) if other else list(row.values.values())

    def is_met(self, figures: Figures) -> bool | None:
        """None: it was not seen."""
        if not (seen := self.seen(figures)):
            return None
        return (
            median(seen) >= self.limit if self.is_least else median(seen) <= self.limit
        )


def bars(plan: Plan) -> Sequence[Bar]:
    """The bars of a plan's rows."""
    crowd = f"{plan.idle:,} readers, 10 messages/s"
    return (
        Bar("chatsite, 1 in flight", 0.65, "Socket.IO, 1 in flight"),
        Bar("chatsite, 1 in flight", 1 / 20, "Channels' tutorial, 1 in flight"),
        Bar("chatsite, 8 in flight", 0.30, "Socket.IO, 8 in flight"),
        Bar("chatsite, 8 in flight", 1 / 50, "Channels' tutorial, 8 in flight"),
        Bar("chatsite, 64 in flight", 0.12, "Socket.IO, 64 in flight"),
        Bar("chatsite, plain text, 8 in flight", 1.1, "chatsite, 8 in flight"),
        Bar(f"{plan.many:,} readers", 1.2, f"{plan.few:,} readers"),
        Bar("stored posts, SQLite", 3000, is_least=True),
        Bar("stored posts, PostgreSQL", 2000, is_least=True),
        Bar("idle connection, chatsite", 40),
        Bar("from connect to welcome", 1.5),
        Bar(f"{crowd}: 99th percentile", 1000),
        Bar(f"{crowd}: dropped", 0),
        Bar("the page: queries", 12),
        Bar("the page", 25),
    )
