"""What there is to know, in the words of Prometheus; docs/operating.md has the table.

Source: Prometheus, "Metric and label naming": base units, ``_total`` of what grows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# By metric and by the value of its label, "" if it has none: a number; or, of a
# histogram, how many were in each of its buckets (the last has no end), and their sum.
Rows = dict[str, dict[str, list[float]]]

# In seconds: where the buckets of every histogram end.
BOUNDS = (
    *(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05),
    *(0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)


class Kind(StrEnum):
    """What a metric is; a *level* is a gauge, and how it is joined of all processes."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    LEVEL = "gauge, added up"
    HIGHEST = "gauge, the highest"
    OF_EACH = "gauge of each process"


@dataclass(frozen=True)
class Metric:
    """``label`` is its only one, "" if it has none."""

    name: str
    kind: Kind
    help: str
    label: str = ""

    @property
    def grows(self) -> bool:
        """Whether what a process has counted stays when it has ended."""
        return self.kind in (Kind.COUNTER, Kind.HISTOGRAM)


METRICS = (
    Metric(
        "chat_connections",
        Kind.LEVEL,
        "Connections of people who are in, by door: browser, desktop, plain, json.",
        "door",
    ),
    Metric(
        "chat_people_online", Kind.HIGHEST, "People on the list of who is here, in all."
    ),
    Metric(
        "chat_posts_total",
        Kind.COUNTER,
        "Posts that were stored and answered, by the door that they came through.",
        "door",
    ),
    Metric(
        "chat_refusals_total",
        Kind.COUNTER,
        "Errors that the doors have answered, by the code of the protocol.",
        "code",
    ),
    Metric(
        "chat_deliveries_total",
        Kind.COUNTER,
        "Live events told: one event to one connection is one.",
    ),
    Metric(
        "chat_delivery_seconds",
        Kind.HISTOGRAM,
        "From a commit until all connections of a process that hear of it were sent it;"
        " once for each turn of a group, however many hear it.",
    ),
    Metric(
        "chat_holes_filled_total",
        Kind.COUNTER,
        "Gaps in what a connection was told: filled by the site for who keeps no log,"
        " or by pages of changes that a client has asked for.",
        "filled_by",
    ),
    Metric(
        "chat_slow_readers",
        Kind.LEVEL,
        "Connections that do not take at once what they are sent.",
    ),
    Metric(
        "chat_slow_readers_skipped_total",
        Kind.COUNTER,
        "How often live events began to be left out for a reader that was too slow.",
    ),
    Metric(
        "chat_queue_length",
        Kind.LEVEL,
        "What waits: posts for the next batch; calls for the threads that write, read,"
        " log in and render; turns to hash a password and to render a text.",
        "queue",
    ),
    Metric(
        "chat_database_seconds",
        Kind.HISTOGRAM,
        "What a call of the threads that ask the database takes: a batch of posts is"
        " one.",
        "threads",
    ),
    Metric(
        "chat_database_failures_total",
        Kind.COUNTER,
        "How often a connection to the database had trouble and was made anew.",
    ),
    Metric(
        "chat_redis_seconds",
        Kind.HISTOGRAM,
        "Round trips to Redis or Valkey: to publish what was committed, to renew who is"
        " here.",
        "what",
    ),
    Metric(
        "chat_delayed",
        Kind.HIGHEST,
        "1: Redis is away, and what is said is seen some seconds late.",
    ),
    Metric(
        "chat_lease_age_seconds",
        Kind.OF_EACH,
        "How long ago a process has renewed who is here; people leave the list at 15.",
        "process",
    ),
    Metric(
        "chat_loop_lag_seconds",
        Kind.HISTOGRAM,
        "How much later than it was to the event loop does something; looked at twice a"
        " second.",
    ),
    Metric("chat_processes", Kind.LEVEL, "Processes that serve and say so."),
    Metric(
        "chat_build_info", Kind.HIGHEST, "1, with the version of the site.", "version"
    ),
    Metric(
        "process_resident_memory_bytes",
        Kind.OF_EACH,
        "Resident memory size in bytes.",
        "process",
    ),
    Metric(
        "process_open_fds",
        Kind.OF_EACH,
        "Number of open file descriptors.",
        "process",
    ),
    Metric(
        "process_max_fds",
        Kind.OF_EACH,
        "Maximum number of open file descriptors.",
        "process",
    ),
    Metric(
        "process_cpu_seconds_total",
        Kind.COUNTER,
        "Total user and system CPU time spent in seconds, of all processes.",
    ),
    Metric(
        "process_start_time_seconds",
        Kind.OF_EACH,
        "Start time of the process since unix epoch in seconds.",
        "process",
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}


def only_growing(rows: Rows) -> Rows:
    """What stays of a process that has ended."""
    return {
        name: series
        for name, series in rows.items()
        if name in BY_NAME and BY_NAME[name].grows
    }


def joined(parts: Iterable[tuple[str, Rows]]) -> Rows:
    """The rows of all processes as one's; each comes with the process's name."""
    found: Rows = {}
    for process, rows in parts:
        for name, series in rows.items():
            if (metric := BY_NAME.get(name)) is None:
                continue  # another version's
            for value, numbers in series.items():
                key = process if metric.kind is Kind.OF_EACH else value
                _add(found.setdefault(name, {}), key, numbers, metric.kind)
    return found


def _add(
    series: dict[str, list[float]], key: str, more: list[float], kind: Kind
) -> None:
    before = series.get(key)
    if before is None or len(before) != len(more):
        series[key] = list(more)
        return
    join = max if kind is Kind.HIGHEST else _sum
    series[key] = [join(a, b) for a, b in zip(before, more, strict=True)]


def _sum(a: float, b: float) -> float:
    return a + b
