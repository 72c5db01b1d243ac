"""The machine: its cores, and what processes have taken of them, from proc(5)."""

import asyncio
import contextlib
import os
import platform
import resource
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

FILES = 20_000
QUIET_SHARE, LOOK_SECONDS, QUIET_SECONDS = 0.05, 0.5, 60

_cores = sorted(os.sched_getaffinity(0))
SERVERS, CLIENTS = _cores[0], _cores[-1]


@contextlib.contextmanager
def servers_core() -> Iterator[None]:
    """What is started inside, runs on the servers' core, and so do its children."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVERS})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def prepare() -> None:
    """Keep this process on the clients' core; let it, and the servers, have files."""
    os.sched_setaffinity(0, {CLIENTS})
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))


def cpu_seconds(pids: Iterable[int]) -> float:
    """What the processes have taken so far: user and system, in all their threads.

    Their clocks are numbered as clock_getcpuclockid(3) does it, and know nanoseconds.
    """
    return sum(time.clock_gettime(~pid << 3 | 2) for pid in pids)


def memory_bytes(pid: int) -> int:
    """What is a process's own, with its share of what it has in common with others."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [row] = [row for row in rollup.splitlines() if row.startswith("Pss:")]
    return int(row.split()[1]) * 1024


async def settle(pids: Iterable[int]) -> None:
    """Wait until the processes do next to nothing; but not for ever."""
    pids = list(pids)
    give_up = time.monotonic() + QUIET_SECONDS
    share = 1.0
    while share > QUIET_SHARE and time.monotonic() < give_up:
        before = cpu_seconds(pids)
        await asyncio.sleep(LOOK_SECONDS)
        share = (cpu_seconds(pids) - before) / LOOK_SECONDS


def description() -> str:
    """What it was seen on."""
    cores = f"{len(_cores)} cores" if len(_cores) > 1 else "a single core for everybody"
    return (
        f"{cores}{_model()}, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}"
    )


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return f" of {line.partition(':')[2].strip()}"
    return ""
