"""``python -m tests.chaos``: run it, print the table, exit with 1 at any miss."""

import argparse
import secrets
import signal
import sys

from tests.chaos.broken import RULES
from tests.chaos.log import CredulousLog, Log
from tests.chaos.plan import Plan, Result
from tests.chaos.run import run
from tests.chaos.table import table
from tests.support import chromium
from tests.support.postgres import Unavailable


def main() -> int:
    # So that nothing is left of a run that is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    arguments = _arguments()
    plan = Plan(
        arguments.seed,
        arguments.seconds,
        database=arguments.database,
        only=arguments.only,
        broken=arguments.broken,
        valkeys=arguments.valkeys,
        pages=chromium.find() is not None,
        credulous=arguments.credulous,
        log=(lambda seat: CredulousLog) if arguments.credulous else (lambda seat: Log),
        say=_say,
    )
    if not plan.pages:
        _say("There is no Chromium here: nobody is at the page.")
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
        _say(f"\nAgain: python -m tests.chaos {_same(arguments)}")
    return 1 if result.misses else 0


def _same(arguments: argparse.Namespace) -> str:
    """The words that make the same run."""
    asked = {name: value for name, value in vars(arguments).items() if value}
    return " ".join(
        f"--{name}" if value is True else f"--{name} {value}"
        for name, value in asked.items()
    )


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
    parser.add_argument(
        "--valkeys", type=int, default=0, help="servers that share the groups"
    )
    parser.add_argument("--only", default="", help="faults, by a part of their name")
    parser.add_argument(
        "--broken",
        default="",
        metavar="RULE[,RULE]",
        help="rules that the site breaks on purpose: " + ", ".join(RULES),
    )
    parser.add_argument(
        "--credulous", action="store_true", help="no client, nor page, looks at gaps"
    )
    parser.add_argument("--output", help="a folder for what the processes say")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
