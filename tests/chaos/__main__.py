"""``python -m tests.chaos``: run it, print the table, exit with 1 at any miss."""

import argparse
import re
import secrets
import sys
from collections import Counter

from tests.chaos.database import Unavailable
from tests.chaos.run import Plan, Result, run
from tests.chaos.verdict import KINDS

MISSES_SHOWN = 10
# The last line of a traceback.
FAILURE = r"^(?:[A-Za-z_]+\.)*[A-Za-z_]*(?:Error|Exception).*$"


def main() -> int:
    arguments = _arguments()
    plan = Plan(
        arguments.seed,
        arguments.seconds,
        arguments.database,
        arguments.only,
        say=_say,
    )
    _say(f"seed {plan.seed}, {plan.seconds:g} s, {plan.database}")
    try:
        result = run(plan)
    except Unavailable as error:
        _say(str(error))
        return 2
    _say(table(result))
    if arguments.output:
        _save(result, arguments.output)
    if result.misses:
        again = f"--seed {plan.seed} --seconds {plan.seconds:g}"
        _say(f"Again: python -m tests.chaos {again} --database {plan.database}")
    return 1 if result.misses else 0


def table(result: Result) -> str:
    """What was done and what came of it."""
    chronicle, history = result.chronicle, result.history
    posted = {one.id for program in history.programs for one in program.posted}
    said = [token for person in history.people for token in person.accepted]
    silence = chronicle.longest
    where = f"{silence.who} at {silence.at:.0f} s" if silence.who else ""
    counts = Counter(miss.kind for miss in result.misses)
    rows = [
        ("messages accepted", len(posted) + len(said)),
        ("events seen", chronicle.counts["events"]),
        ("reconnects", chronicle.counts["reconnects"]),
        ("holes filled", chronicle.counts["holes"]),
        ("longest silence", f"{silence.seconds:.1f} s  {where}"),
        *((f"fault: {kind}", count) for kind, count in sorted(result.faults.items())),
        *((kind, counts[kind]) for kind in KINDS),
    ]
    lines = [f"  {name:<44}{value}" for name, value in rows]
    lines += [f"  {n:<44}{c}" for n, c in _errors(result.output).most_common()]
    shown = [f"! {miss}" for miss in result.misses[:MISSES_SHOWN]]
    more = len(result.misses) - len(shown)
    return "\n".join([*lines, *shown, *([f"! and {more} more"] if more > 0 else [])])


def _errors(output: dict[str, str]) -> Counter[str]:
    """The last line of each traceback that the processes have printed."""
    found: Counter[str] = Counter()
    for text in output.values():
        found.update(f"server: {line[:70]}" for line in re.findall(FAILURE, text, re.M))
    return found


def _save(result: Result, folder: str) -> None:
    from pathlib import Path

    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, text in result.output.items():
        (Path(folder) / f"{name.replace(' ', '-')}.log").write_text(text)
    lines = "\n".join(map(str, result.misses))
    (Path(folder) / "misses").write_text(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--seconds", type=float, default=60, help="of faults")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--only", default="", help="faults, by a part of their name")
    parser.add_argument("--output", help="a folder for what the processes say")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
