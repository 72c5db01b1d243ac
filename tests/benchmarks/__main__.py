"""``python -m tests.benchmarks``: measure, print one table, and save it if asked to."""

import argparse
import os
import resource
import sys
from pathlib import Path

import uvloop

from tests.benchmarks.peers import OTHER_CORE, pin
from tests.benchmarks.scenarios import SCENARIOS, Plan, Row
from tests.benchmarks.table import chart, machine, table

FILES = 20_000


def main() -> int:
    arguments = _arguments()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
    plan = Plan(rounds=arguments.rounds, say=_say)
    if arguments.quick:
        plan = Plan(1, 50, 100, 20, 200, 50, 1.0, 0.1, _say)
    pin(os.getpid(), OTHER_CORE)
    rows: list[Row] = []
    for name in arguments.scenarios or SCENARIOS:
        scenario = SCENARIOS[name]
        _say(f"{name}: {' '.join((scenario.__doc__ or '').split())}")
        rows += uvloop.run(scenario(plan)).values()
    _say(f"\n{table(rows)}\n\n{machine()}")
    if arguments.save:
        _save(arguments.save, rows)
    return 1 if arguments.strict and any(row.is_met is False for row in rows) else 0


def _save(folder: Path, rows: list[Row]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmark.md").write_text(f"{table(rows)}\n\nSeen on {machine()}.\n")
    if any(row.unit == "µs" for row in rows):
        (folder / "fan-out.svg").write_text(chart(rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="all of them")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="see whether it works")
    parser.add_argument(
        "--strict", action="store_true", help="a missed bar is an error"
    )
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="table and chart")
    found = parser.parse_args()
    if unknown := set(found.scenarios) - SCENARIOS.keys():
        parser.error(f"there is no {', '.join(unknown)}: {', '.join(SCENARIOS)}")
    return found


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
