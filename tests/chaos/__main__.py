"""``python -m tests.chaos``: run it, print the table, exit with 1 at any miss."""

import argparse
import secrets
import signal
import sys

from tests.chaos.database import Unavailable
from tests.chaos.run import Plan, Result, run
from tests.chaos.table import table


def main() -> int:
    # So that nothing is left of a run that is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
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
