"""One site, asked from a process of its own: ``python -m tests.benchmarks.size.probe``.

Each line is a path's name, how often it is to be gone, and a number that draws who goes
it; ``cold`` behind them has the pages of a SQLite's file forgotten before each time. It
is answered by the milliseconds of each: of the clock, and of this process's core and of
the PostgreSQL's behind it.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter, thread_time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from chat.management.serving import startup  # noqa: E402
from tests.benchmarks.size.paths import PATHS, Visited, prepare  # noqa: E402

NANO = 1e-9


def main() -> None:
    startup.prepare()
    print(json.dumps(list(PATHS)), flush=True)
    for line in sys.stdin:
        path, times, which, cold = json.loads(line)
        seen = [_measure(path, which + each, cold) for each in range(times)]
        print(json.dumps(seen), flush=True)


def _measure(path: str, which: int, cold: bool) -> tuple[float, float]:
    visited = Visited(which)
    prepare(path, visited)
    if cold:
        _forget()
    spent, began = _spent(), perf_counter()
    PATHS[path](visited)
    return (perf_counter() - began) * 1000, (_spent() - spent) * 1000


def _spent() -> float:
    """Seconds of a core."""
    if connection.vendor != "postgresql":
        return thread_time()
    backend = connection.connection.info.backend_pid
    return thread_time() + NANO * int(
        Path(f"/proc/{backend}/schedstat").read_text().split()[0]
    )


def _forget() -> None:
    """Have nothing of the file in memory, here or in the kernel's."""
    connection.close()
    path = settings.DATABASES["default"]["NAME"]
    for name in (path, f"{path}-wal"):
        if os.path.exists(name):
            file = os.open(name, os.O_RDONLY)
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)
    connection.ensure_connection()


if __name__ == "__main__":
    main()
