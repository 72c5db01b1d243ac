"""Two sites that are asked the same by turns, each in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.benchmarks.table import markdown, number
from tests.support.postgres import Postgres
from tests.support.servers import PROJECT

SETTINGS = "tests.benchmarks.size.settings"
# In each round; the first of a path is left out: it has other things to do, once.
TIMES, WARM = 4, 1
# Where little was said, less is unread than what is counted at most: that is shown, but
# no ratio is held.
UNHELD = "far behind"
# Of less than that, what the clock is read for counts, and the scheduler.
LEAST_MS = 0.2


class Did(NamedTuple):
    """What a command took: seconds of the clock and of a core, and MB at most."""

    what: str
    seconds: float
    core: float
    megabytes: int


@dataclass
class Site:
    """A data folder, or a PostgreSQL's database, with so many messages."""

    folder: Path
    messages: int
    people: int
    rooms: int
    server: Postgres | None = None

    def make(self) -> None:
        """Have a place for it, and nothing in it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.server is not None:
            with self.server.connect() as connection:
                connection.execute(f"CREATE DATABASE {self.folder.name}")
                # As docs/scaling.md advises whoever runs one.
                connection.execute(f"ALTER DATABASE {self.folder.name} SET jit = off")

    def remove(self) -> None:
        """Have nothing left of it: such a one takes gigabytes."""
        shutil.rmtree(self.folder)
        if self.server is not None:
            with self.server.connect() as connection:
                connection.execute(f"DROP DATABASE {self.folder.name} WITH (FORCE)")

    def fill(self) -> Did:
        """Have it filled, unless it is."""
        self.make()
        if self.server is not None:
            self.do("migrate", "-v0")
        words = ["seedchat", "--messages", f"{self.messages}"]
        words += ["--people", f"{self.people}", "--rooms", f"{self.rooms}"]
        did = self.do(*words)
        if self.server is not None:
            with self._database() as connection:
                connection.execute("VACUUM")
        return did

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Have a command of ``manage.py`` begin there."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=PROJECT,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
        )

    def do(self, *words: str) -> Did:
        """Do that, and see what it takes."""
        began = time.monotonic()
        process = self.begin(*words)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, words)
        core = usage.ru_utime + usage.ru_stime
        return Did(words[0], time.monotonic() - began, core, usage.ru_maxrss // 1024)

    def __enter__(self) -> "Site":
        words = [sys.executable, "-m", "tests.benchmarks.size.probe"]
        self._process = subprocess.Popen(
            words,
            cwd=PROJECT,
            env=self._environment(DJANGO_SETTINGS_MODULE=SETTINGS),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.paths: list[str] = self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def ask(self, path: str, times: int, which: int, cold: bool) -> Any:
        assert self._process.stdin is not None
        print(json.dumps([path, times, which, cold]), file=self._process.stdin)
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def _environment(self, **more: str) -> dict[str, str]:
        names = {"CHAT_DATA_DIR": str(self.folder), **more}
        if self.server is not None:
            names["DATABASE_URL"] = self._url()
        return {**os.environ, **names}

    def _url(self) -> str:
        assert self.server is not None
        url = self.server.environment["DATABASE_URL"]
        return f"{url.rpartition('/')[0]}/{self.folder.name}"

    def _database(self) -> Any:
        import psycopg

        return psycopg.connect(self._url(), autocommit=True)


@dataclass
class Seen:
    """A path's milliseconds, of the clock and of a core, in each of the sites."""

    path: str
    clock: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    core: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))

    def is_met(self, limit: float) -> bool:
        """Of a core: of the clock it depends on who else is at the machine."""
        few, many = map(median, self.core)
        return UNHELD in self.path or many <= max(limit * few, few + LEAST_MS)

    def cells(self, limit: float) -> list[str]:
        found = [self.path]
        for few, many in (map(median, self.clock), map(median, self.core)):
            found += [number(few), number(many), f"{many / few:.2f}"]
        return [*found, "" if self.is_met(limit) else "**missed**"]


def measure(
    sites: Sequence[Site], rounds: int, only: str, *, cold: bool = False
) -> list[Seen]:
    """Ask each path of both sites by turns; who is first changes."""
    found = {path: Seen(path) for path in sites[0].paths if only in path}
    for which in range(rounds):
        for path, seen in found.items():
            for side in (0, 1) if which % 2 else (1, 0):
                for clock, core in sites[side].ask(path, TIMES, which * TIMES, cold)[
                    WARM * (not cold) :
                ]:
                    seen.clock[side].append(clock)
                    seen.core[side].append(core)
    return list(found.values())


def table(seen: Sequence[Seen], sizes: Sequence[int], limit: float) -> str:
    few, many = (f"{size:,}" for size in sizes)
    head = ("what", f"ms, {few}", f"ms, {many}", "ratio", f"CPU, {few}")
    head += (f"CPU, {many}", "ratio", "")
    return markdown([head, *(each.cells(limit) for each in seen)])
