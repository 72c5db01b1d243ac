"""What people do, where little has been said and where much has: does it cost the same?

    python -m tests.benchmarks.size [--messages 10_000_000] [--postgres] [--rounds 7]

Two sites of the same made-up people and rooms, filled by ``manage.py seedchat``, are
asked by turns, and who is first changes: whatever else the machine is at befalls both
alike. What counts is the ratio of the medians. ``--sites FOLDER`` keeps the sites, and
takes those that are there; ``--cold`` has SQLite's pages forgotten before each time.
``--moved``: then the larger one is backed up and restored, exported and imported, which
is killed once in between: it has to be the same, and no command may take much memory.
"""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.size.moved import moved
from tests.benchmarks.size.sites import Site, measure, table
from tests.support.postgres import Postgres

LIMIT = 1.2
# Of each command, however much was said.
MEMORY_MB = 400


def main() -> int:
    arguments = _arguments()
    with contextlib.ExitStack() as stack:
        folder = arguments.sites or Path(stack.enter_context(TemporaryDirectory()))
        server = stack.enter_context(_server()) if arguments.postgres else None
        sizes = arguments.few, arguments.messages
        names = "few", "many"
        sites = [
            Site(folder / name, size, arguments.people, arguments.rooms, server)
            for name, size in zip(names, sizes, strict=True)
        ]
        _fill(*sites)
        with contextlib.ExitStack() as asked:
            for site in sites:
                asked.enter_context(site)
            seen = measure(sites, arguments.rounds, arguments.only, cold=arguments.cold)
        print(table(seen, sizes, LIMIT), flush=True)
        is_met = all(each.is_met(LIMIT) for each in seen)
        if arguments.moved:
            is_met &= _move(sites[1], arguments.messages)
    return 0 if is_met else 1


def _fill(few: Site, many: Site) -> None:
    did = few.fill()
    minutes = did.seconds * many.messages / few.messages / 60
    print(
        f"{few.messages:,} messages in {did.seconds:.0f} s: {many.messages:,} are some"
        f" {minutes:.0f} minutes.",
        flush=True,
    )
    did = many.fill()
    print(f"{many.messages:,} messages in {did.seconds:.0f} s", flush=True)


def _move(site: Site, messages: int) -> bool:
    done = []
    for did in moved(site):
        done.append(did)
        rate = messages / did.seconds
        print(
            f"{did.what}: {did.seconds:.0f} s ({did.core:.0f} s of a core),"
            f" {did.megabytes} MB, {rate:,.0f} messages/s",
            flush=True,
        )
    return all(did.megabytes <= MEMORY_MB for did in done)


@contextlib.contextmanager
def _server() -> Iterator[Postgres]:
    server = Postgres()
    try:
        yield server
    finally:
        server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.size")
    add = parser.add_argument
    add("--few", type=int, default=100_000, help="messages (default 100,000)")
    add("--messages", type=int, default=10_000_000, help="(default 10,000,000)")
    add("--people", type=int, default=5000)
    add("--rooms", type=int, default=2000)
    add("--rounds", type=int, default=7)
    add("--postgres", action="store_true", help="on a PostgreSQL of its own")
    add("--cold", action="store_true", help="SQLite: nothing of the file in memory")
    add("--moved", action="store_true", help="then back it up, export it, and so on")
    add("--only", default="", help="paths, by a part of their name")
    add("--sites", type=Path, help="where the sites are, or are to stay")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
