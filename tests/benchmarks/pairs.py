"""Whether a delivery costs more than before: two states of the site, by turns.

    python -m tests.benchmarks pairs --against HEAD^ [--pairs 40] [--door plain]

The servers of both run side by side on the servers' core, each with a crowd of its own.
They are measured by turns, for moments, so that whatever else the machine is at befalls
both alike; who is first changes with each pair. Of each pair the ratio of what a
delivery costs is kept: the median of these is known up to what chance does to it. It is
missed where not even the lower end of that interval is within the limit.
"""

import argparse
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median

import uvloop

from tests.benchmarks import machine
from tests.benchmarks.checkout import checkout
from tests.benchmarks.crowds import crowd
from tests.benchmarks.fanout import FLIGHTS, delivery
from tests.benchmarks.peers import (
    Absent,
    Chatsite,
    ChatsiteJson,
    ChatsitePlain,
    Peer,
)
from tests.benchmarks.readers import Board
from tests.benchmarks.streams import Mistake
from tests.benchmarks.table import WORDS, markdown, number

DOORS = {"browser": Chatsite, "plain": ChatsitePlain, "json": ChatsiteJson}
HEAD = ("in flight", "before", "now", "ratio", "95 %", "bar", "")
RESAMPLES, OUTSIDE = 10_000, 0.025
TOLD_EVERY = 10


@dataclass
class Comparison:
    """What was seen of two, pair by pair."""

    before: list[float] = field(default_factory=list)
    now: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        return [n / b for n, b in zip(self.now, self.before, strict=True)]


@dataclass(frozen=True)
class Limits:
    """The most for the lower end of the interval, and for the median itself."""

    lower: float
    middle: float | None = None

    def are_held(self, comparison: Comparison) -> bool:
        ratios = comparison.ratios
        is_low = interval(ratios)[0] <= self.lower
        return is_low and (self.middle is None or median(ratios) <= self.middle)

    def __str__(self) -> str:
        middle = "" if self.middle is None else f", median ≤ {number(self.middle)}"
        return f"from ≤ {number(self.lower)}{middle}"


def interval(ratios: Sequence[float]) -> tuple[float, float]:
    """Where their median would be found 19 times of 20, by resampling them."""
    rng = Random(0)
    medians = sorted(
        median(rng.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES)
    )
    outside = round(RESAMPLES * OUTSIDE)
    return medians[outside], medians[-1 - outside]


def table(seen: dict[int, Comparison], limits: Limits) -> str:
    """A row for each number of messages in flight."""
    return markdown([HEAD, *(_row(*one, limits) for one in seen.items())])


def _row(flying: int, seen: Comparison, limits: Limits) -> Sequence[str]:
    low, high = interval(seen.ratios)
    return [
        str(flying),
        f"{number(median(seen.before))} µs",
        f"{number(median(seen.now))} µs",
        f"{median(seen.ratios):.3f}",
        f"{low:.3f} – {high:.3f}",
        str(limits),
        WORDS[limits.are_held(seen)],
    ]


async def compare(
    before: Peer, now: Peer, arguments: argparse.Namespace
) -> dict[int, Comparison]:
    """Fly by turns; what a delivery has cost of each.

    Raises:
        Mistake: something came that is wrong.
    """
    seen = {flying: Comparison() for flying in FLIGHTS}
    async with contextlib.AsyncExitStack() as stack:
        sides = [
            (peer, await stack.enter_async_context(_crowd(peer, arguments.readers)))
            for peer in (before, now)
        ]
        for which in range(arguments.pairs):
            if which % TOLD_EVERY == 0:
                print(f"  pair {which + 1} of {arguments.pairs}", flush=True)
            for flying, comparison in seen.items():
                columns = [(*sides[0], comparison.before), (*sides[1], comparison.now)]
                for peer, people, column in columns[:: -1 if which % 2 else 1]:
                    figure = await delivery(peer, people, flying, arguments.seconds)
                    column.append(figure.value)
    return seen


def _crowd(peer: Peer, readers: int):
    return crowd(peer, readers, Board())


@contextlib.contextmanager
def _both(arguments: argparse.Namespace) -> Iterator[Sequence[Peer]]:
    """The site as it was, and as it is."""
    kind = DOORS[arguments.door]
    more = {"visitors": arguments.readers} if kind is Chatsite else {}
    with contextlib.ExitStack() as ending:
        tree = ending.enter_context(checkout(arguments.against))
        peers = kind(tree=tree, **more), kind(**more)
        for peer in peers:
            ending.callback(peer.stop)
            peer.start()
        yield peers


def main(words: Sequence[str]) -> int:
    """Compare, print, and tell by the exit code: 1 is missed, 2 is not to be seen."""
    arguments = _arguments(words)
    limits = Limits(arguments.limit, arguments.limit_median)
    machine.prepare()
    print(f"{machine.description()}\n\nNow against {arguments.against}:", flush=True)
    try:
        with _both(arguments) as peers:
            seen = uvloop.run(compare(*peers, arguments))
    except (Absent, Mistake) as error:
        print(error)
        return 2
    print(f"\n{table(seen, limits)}")
    return 0 if all(map(limits.are_held, seen.values())) else 1


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks pairs")
    add = parser.add_argument
    add("--against", required=True, metavar="PATH|REVISION", help="the state before")
    add("--door", choices=DOORS, default="browser")
    add("--pairs", type=int, default=40, help="of figures, for each row (default 40)")
    add("--readers", type=int, default=500, help="of each server (default 500)")
    add("--seconds", type=float, default=0.6, help="for each figure (default 0.6)")
    add("--limit", type=float, default=1.03, help="of the lower end (default 1.03)")
    add("--limit-median", type=float, metavar="LIMIT", help="of the median, too")
    return parser.parse_args(words)
