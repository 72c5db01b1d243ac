"""``python -m tests.benchmarks``: measure, print one table, and save it if asked to."""

import argparse
import signal
import sys
from pathlib import Path

import uvloop

from tests.benchmarks import machine, pairs
from tests.benchmarks.bars import Bar, bars
from tests.benchmarks.chart import chart
from tests.benchmarks.figures import Figures
from tests.benchmarks.plan import Plan, quick
from tests.benchmarks.scenarios import SCENARIOS
from tests.benchmarks.streams import Mistake
from tests.benchmarks.table import as_json, table


def main() -> int:
    # So that nothing is left of a run that is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended from outside."))
    if sys.argv[1:2] == ["pairs"]:
        return pairs.main(sys.argv[2:])
    arguments = _arguments()
    plan, figures = _plan(arguments), Figures()
    held = bars(plan)
    machine.prepare()
    _say(machine.description())
    for name in arguments.scenarios or SCENARIOS:
        _say(f"\n{name}: {SCENARIOS[name].__doc__}")
        _measure(name, plan, figures)
    _say(f"\n{table(figures, held)}")
    if arguments.save:
        _save(arguments.save, figures, held)
    missed = any(bar.is_met(figures) is False for bar in held)
    failed = any(row.note for row in figures.rows.values())
    return 1 if arguments.strict and (missed or failed) else 0


def _measure(name: str, plan: Plan, figures: Figures) -> None:
    """Run a scenario; where something comes that is wrong, the table says so."""
    try:
        uvloop.run(SCENARIOS[name](plan, figures))
    except Mistake as error:
        _say(f"  {error}")
        figures.row(name, "").note = str(error)


def _plan(arguments: argparse.Namespace) -> Plan:
    asked = {
        name: value
        for name in ("rounds", "readers", "seconds", "only")
        if (value := getattr(arguments, name))
    }
    make = quick if arguments.quick else Plan
    return make(**asked, say=_say)


def _save(folder: Path, figures: Figures, held: list[Bar]) -> None:
    """The table, the figures of each round, and the chart."""
    seen = machine.description()
    folder.mkdir(parents=True, exist_ok=True)
    text = f"{table(figures, held)}\n\nSeen on {seen}.\n"
    (folder / "benchmark.md").write_text(text)
    (folder / "benchmark.json").write_text(as_json(figures, held, seen) + "\n")
    if drawn := chart(figures):
        (folder / "fan-out.svg").write_text(drawn)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        epilog="Scenarios: "
        + "; ".join(map(_described, SCENARIOS))
        + ". Two states of the site by turns: see pairs --help.",
    )
    add = parser.add_argument
    add(
        "scenarios", nargs="*", metavar="SCENARIO", help="all of them, if none is named"
    )
    add("--rounds", type=int, help="figures for each row (default 5)")
    add("--readers", type=int, help="of the fan-out (default 500)")
    add("--seconds", type=float, help="for each figure (default 3)")
    add("--only", action="append", metavar="PEER", help="a part of a server's name")
    add("--quick", action="store_true", help="a little of everything: does it work?")
    add(
        "--strict",
        action="store_true",
        help="what is missed, or not measured, is an error",
    )
    add(
        "--save",
        type=Path,
        nargs="?",
        const=Path("docs"),
        metavar="FOLDER",
        help="write benchmark.md, benchmark.json and fan-out.svg (default docs/)",
    )
    found = parser.parse_args()
    if unknown := set(found.scenarios) - SCENARIOS.keys():
        parser.error(f"there is no {', '.join(unknown)}: {', '.join(SCENARIOS)}")
    return found


def _described(name: str) -> str:
    return f"{name}: {SCENARIOS[name].__doc__}"


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
