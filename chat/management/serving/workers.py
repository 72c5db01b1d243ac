"""Several processes on the same listening sockets.

The parent serves nobody: it starts a worker for each that ends, and hands on the signal
that ends them all. The kernel gives each new connection to one of them. A parent that
was killed hands on nothing: each worker sees the end of a pipe that the parent alone
holds open, and ends itself.
"""

import contextlib
import logging
import mmap
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from chat.logging.counted import counted
from chat.management.serving import supervised
from chat.net.tls import Pair

logger = logging.getLogger(__name__)

# A worker that cannot start at all must not keep the machine busy.
PAUSE_SECONDS = 1.0
HANDED_ON = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class Workers:
    """``count`` processes that each do ``work`` until they are told to end.

    ``work`` is given ``is_last``, which says whether all of them are told so.

    ``pair``: read again on SIGHUP, here for workers to come, and by those that run.
    """

    def __init__(
        self, count: int, work: Callable[..., None], pair: Pair | None = None
    ) -> None:
        self._count = count
        self._work = work
        self._pair = pair
        self._running: dict[int, float] = {}
        self._stopping = False
        # The same for all of them: a worker sees it, too.
        self._ending = mmap.mmap(-1, 1)
        self._watched, self._held = os.pipe()

    def run(self, ready: Callable[[], None]) -> None:
        """Start them, call ``ready``, and stay until a signal has ended all."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        if self._pair is not None:
            signal.signal(signal.SIGHUP, self._reload)
        # They come where this waits, and nowhere else: not between a fork and the note
        # of it, and not amid a line of the log, where another could not be written.
        signal.pthread_sigmask(signal.SIG_BLOCK, HANDED_ON)
        for _ in range(self._count):
            self._start()
        ready()
        with supervised.life_of_parent():
            while self._running:
                pid, status = self._wait()
                started = self._running.pop(pid, None)
                if started is not None and not self._stopping:
                    self._replace(pid, status, started)

    def _wait(self) -> tuple[int, int]:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDED_ON)
        try:
            return os.wait()
        finally:
            signal.pthread_sigmask(signal.SIG_BLOCK, HANDED_ON)

    def _start(self) -> None:
        pid = os.fork()
        if pid == 0:
            self._be_worker()
        self._running[pid] = time.monotonic()

    def _be_worker(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if (pair := self._pair) is not None:
            signal.signal(signal.SIGHUP, lambda *_: pair.reload(logging.DEBUG))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDED_ON)
        os.close(self._held)
        threading.Thread(target=self._end_with_the_parent, daemon=True).start()
        code = 1
        try:
            self._work(is_last=lambda: self._ending[0] != 0)
            code = 0
        except Exception:
            logger.exception("A worker failed.")
        finally:
            # Not sys.exit: the parent's stack is not this process's to unwind.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _end_with_the_parent(self) -> None:
        os.read(self._watched, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _replace(self, pid: int, status: int, started: float) -> None:
        code = os.waitstatus_to_exitcode(status)
        logger.warning("Worker %s has ended (%s): another one starts.", pid, code)
        if time.monotonic() - started < PAUSE_SECONDS:
            time.sleep(PAUSE_SECONDS)
        if not self._stopping:
            self._start()

    def _stop(self, number: int, *_: Any) -> None:
        is_first, self._stopping = not self._stopping, True
        self._ending[0] = 1
        supervised.tell(supervised.STOPPING)
        self._hand_on(signal.SIGTERM)
        if is_first:
            name = signal.Signals(number).name
            count = counted(len(self._running), "worker")
            logger.info("%s: it is to end, with %s.", name, count)

    def _reload(self, *_: Any) -> None:
        # Files that are broken are tried here alone, and complained of once.
        if self._pair is not None and self._pair.reload():
            self._hand_on(signal.SIGHUP)

    def _hand_on(self, number: signal.Signals) -> None:
        for pid in self._running:
            with contextlib.suppress(ProcessLookupError):  # Ctrl-C reached it as well
                os.kill(pid, number)
