"""``make bars``: what takes long, one after the other, whatever fails meanwhile.

    python -m tests.support.bars [--only chaos] [--against HEAD^] [--list]

The tests that are marked as bars: what is held at its full size, each rule of the
promise broken, and, with nothing beside, what measures time; all that ``make test`` has
samples of: the rows of long tables, and what starts processes; what the database
decides, on PostgreSQL; the quick tests on the newest Python that is here; chaos on each
of the databases, by seeds that nobody has chosen; the fan-out beside the state before.
All of it is over an hour on two quiet cores.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.servers import PROJECT

CHAOS_RUNS, CHAOS_SECONDS = 2, "200"
# The rows of a table that the Makefile's ``make test`` has.
SAMPLE = 6
WORDS = {True: "met", False: "MISSED"}


@dataclass(frozen=True)
class Bar:
    """A module that is run with those words, and ends with 0 if all is well."""

    name: str
    words: tuple[str, ...]

    def is_met(self) -> bool:
        print(f"\n--- {self.name}: python -m {' '.join(self.words)}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", *self.words],
            cwd=PROJECT,
        )
        return done.returncode == 0


def bars(against: str) -> Iterator[Bar]:
    yield Bar("the newest Python", ("tests.support.newest",))
    yield Bar("long tables", ("pytest", f"--longer-than={SAMPLE}"))
    yield Bar("processes", ("pytest", "-m", "processes and not bar"))
    yield Bar("PostgreSQL", ("tests.support.on_postgres",))
    yield Bar("full size", ("pytest", "-n", "2", "-m", "bar and not timed"))
    yield Bar("timed", ("pytest", "-n", "0", "-m", "bar and timed"))
    search = ("tests.support.on_postgres", "-m", "bar", "tests/search/test_bars.py")
    yield Bar("search on PostgreSQL", search)
    for database in ("sqlite", "postgres"):
        words = ("tests.chaos", "--seconds", CHAOS_SECONDS, "--database", database)
        for which in range(1, CHAOS_RUNS + 1):
            yield Bar(f"chaos on {database}, {which}", words)
    pairs = ("tests.benchmarks", "pairs", "--against", against)
    yield Bar(f"fan-out beside {against}", pairs)


def main() -> int:
    arguments = _arguments()
    wanted = [bar for bar in bars(arguments.against) if arguments.only in bar.name]
    if arguments.list:
        print("\n".join(bar.name for bar in wanted))
        return 0
    rows = []
    for bar in wanted:
        began = time.monotonic()
        is_met = bar.is_met()
        rows.append((is_met, bar.name, (time.monotonic() - began) / 60))
    print()
    for is_met, name, minutes in rows:
        print(f"{name:<40}{minutes:5.1f} min  {WORDS[is_met]}")
    return 0 if all(is_met for is_met, *_ in rows) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.bars")
    parser.add_argument("--only", default="", help="bars, by a part of their name")
    parser.add_argument("--against", default="HEAD^", help="a checkout or a revision")
    parser.add_argument("--list", action="store_true", help="say what there is")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
