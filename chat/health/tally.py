"""How one process is: what it has counted, and what it is at just now."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from prometheus_client import ProcessCollector

from chat import VERSION
from chat.concurrency import threads
from chat.figures import FIGURES, Seconds
from chat.health.metrics import BOUNDS, BY_NAME, Rows
from chat.models.people.hashing import HASHING
from chat.sessions.process import Process
from chat.sessions.rendering import RENDERING
from chat.wire.errors import ChatError

DOORS = ("browser", "desktop", "plain", "json")
FILLERS = ("site", "client")


class Tally:
    """``people`` and ``lag`` are to be told; the rest is where it happens."""

    def __init__(self, process: Process) -> None:
        self.people = 0
        self.lag: Seconds = Seconds()
        self._process = process
        self._histograms: Rows = {}

    def take(self) -> None:
        """Sort in what was measured since the last time; in the loop's thread."""
        for name, value, seconds in (
            ("chat_delivery_seconds", "", FIGURES.delivery),
            ("chat_database_seconds", "read", FIGURES.read),
            ("chat_database_seconds", "write", FIGURES.write),
            ("chat_redis_seconds", "publish", FIGURES.publish),
            ("chat_redis_seconds", "presence", FIGURES.presence),
            ("chat_loop_lag_seconds", "", self.lag),
        ):
            empty = [0.0] * (len(BOUNDS) + 2)
            row = self._histograms.setdefault(name, {}).setdefault(value, empty)
            new = sorted(seconds.popleft() for _ in range(len(seconds)))
            # All at once: it is what counting costs a busy process.
            ends = [*(bisect_right(new, bound) for bound in BOUNDS), len(new)]
            for bucket, (end, before) in enumerate(zip(ends, [0, *ends], strict=False)):
                row[bucket] += end - before
            row[-1] += sum(new)

    def rows(self) -> Rows:
        """All of it, as of now; in the loop's thread."""
        self.take()
        counted = {
            "chat_posts_total": _numbers(FIGURES.posts, DOORS),
            "chat_refusals_total": _numbers(FIGURES.refusals, _codes(ChatError)),
            "chat_holes_filled_total": _numbers(FIGURES.holes, FILLERS),
            "chat_deliveries_total": _number(FIGURES.deliveries),
            "chat_slow_readers_skipped_total": _number(FIGURES.skipped),
            "chat_database_failures_total": _number(threads.troubles()),
        }
        histograms = {
            name: {value: [*row] for value, row in series.items()}
            for name, series in self._histograms.items()
        }
        return counted | histograms | self._levels() | _of_the_system()

    def _levels(self) -> Rows:
        process = self._process
        sessions = tuple(process.sessions)
        doors = dict.fromkeys(DOORS, 0)
        for session in sessions:
            doors[session.peer.program] += 1
        waiting = {"posts": process.posts.waiting, **threads.waiting()}
        waiting |= {"hashing": HASHING.waiting, "rendering": RENDERING.waiting}
        slow = sum(not session.peer.outbox.is_free for session in sessions)
        age = time.monotonic() - process.presence.renewed_at
        return {
            "chat_connections": _numbers(doors, DOORS),
            "chat_people_online": _number(self.people),
            "chat_slow_readers": _number(slow),
            "chat_queue_length": _numbers(waiting, waiting),
            "chat_delayed": _number(process.delayed),
            "chat_lease_age_seconds": _number(age),
            "chat_processes": _number(1),
            "chat_build_info": {VERSION: [1.0]},
        }


def _number(value: float) -> dict[str, list[float]]:
    return {"": [float(value)]}


def _numbers(
    found: Mapping[str, float], known: Mapping[str, float] | tuple[str, ...]
) -> dict[str, list[float]]:
    """Also those that are zero: what appears later has grown unseen."""
    return {each: [float(found.get(each, 0))] for each in (*known, *found)}


def _codes(error: type[ChatError]) -> tuple[str, ...]:
    return tuple(sorted(set(_all_codes(error))))


def _all_codes(error: type[ChatError]) -> Iterator[str]:
    yield error.code
    for kind in error.__subclasses__():
        yield from _all_codes(kind)


def _of_the_system() -> Rows:
    """Memory, files and time, where the system tells them: Linux does."""
    families = ProcessCollector(registry=None).collect()
    samples = [sample for family in families for sample in family.samples]
    return {each.name: _number(each.value) for each in samples if each.name in BY_NAME}
