"""The site's commands as children of a test, on ports that nobody else is given.

A child's addresses are read from its own output, and it is proved that the socket that
listens there is that very child's.
"""

import contextlib
import os
import re
import signal
import subprocess
import threading
from pathlib import Path
from typing import Self

from tests.support import forked, migrated
from tests.support.forked import KEPT, MANAGE
from tests.support.processes import free_port, group, is_running, listening
from tests.support.waiting import SECONDS

PROJECT = Path(__file__).parents[2]
ADDRESS = r"^  (browser|plain text|JSON lines) +(?:http://|nc )(.*?)[: ](\d+)/?$"


# All of a test's people come from one address.
CROWDS = {
    "CHAT_GUESTS_MS_PER_SECOND": "1000000",
    "CHAT_GUEST_STRANGERS_PER_DAY": "100000",
    **{
        f"CHAT_{who}_PER_HOUR{where}": "100000"
        for who in ("GUESTS", "SIGNUPS")
        for where in ("", "_AND_ADDRESS")
    },
}


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **CROWDS, "CHAT_DATA_DIR": str(data_dir), **more}


def manage(
    data_dir: Path, *words: str, tree: Path = PROJECT, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py to its end."""
    command, its = [*MANAGE, *words], environment(data_dir, **more)
    if forked.is_possible(command, its):
        return forked.run(command, its, tree, 2 * SECONDS)
    return subprocess.run(
        command,
        cwd=tree,
        env=its,
        capture_output=True,
        text=True,
        timeout=2 * SECONDS,
    )


class Server:
    """A command of manage.py that serves, from its start until it is ``Ready.``.

    What it says is printed when it ends: pytest shows it where the test fails.
    ``migrates``: it finds no database, and makes its own.
    """

    program: tuple[str, ...] = tuple(MANAGE)
    # Whether what is tried is no matter of how a Python starts.
    may_be_forked = True
    command: tuple[str, ...]
    # Each gets a port that nobody else is given while the server is away.
    ported: tuple[str, ...] = ()
    passed: tuple[int, ...] = ()

    def __init__(
        self,
        data_dir: Path,
        *options: str,
        tree: Path = PROJECT,
        migrates: bool = False,
        **more: str,
    ) -> None:
        self.tree = tree
        if tree == PROJECT and not migrates:
            migrated.lay(data_dir, more)
        ports = [f"{each}{free_port()}" for each in self.ported]
        self.words = [*self.program, *self.command, *ports, *options]
        self.environment = environment(data_dir, **more)
        self.start()

    def start(self, *options: str) -> Self:
        """Start it, and wait until it is ready; later ``options`` win over earlier."""
        self.output: list[str] = []
        self.changed = threading.Condition()
        said, out = os.pipe()
        self.process = self._begin([*self.words, *options], out)
        os.close(out)
        self.reader = threading.Thread(target=self._read, args=(said,), daemon=True)
        self.reader.start()
        self.wait_until_ready()
        return self

    def _begin(
        self, words: list[str], out: int
    ) -> "subprocess.Popen[bytes] | forked.Forked":
        may_be_forked = self.may_be_forked and not self.passed
        if may_be_forked and forked.is_possible(words, self.environment):
            return forked.Forked(words, self.environment, self.tree, out, out)
        return subprocess.Popen(
            words,
            cwd=self.tree,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            # A process group of its own, so that interrupt() is a terminal's Ctrl-C.
            start_new_session=True,
            pass_fds=self.passed,
        )

    def wait_until_ready(self, times: int = 1) -> None:
        """Wait until it was ready so many times, which a reload adds to."""
        with self.changed:
            self.changed.wait_for(
                lambda: self._is_ready(times) or self._is_over, SECONDS
            )
        if not self._is_ready(times):
            self.kill()
            raise AssertionError("It did not become ready.")
        for _, port in self.addresses.values():
            assert port in listening(self.process.pid), f"{port} is somebody else's"

    @property
    def text(self) -> str:
        return "".join(self.output)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it in an orderly way; return its exit code."""
        self.process.send_signal(how)
        return self._wait()

    def interrupt(self) -> int:
        """Press Ctrl-C in its terminal; return its exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self._wait()

    def kill(self) -> None:
        self._kill_group()
        self._wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    @property
    def addresses(self) -> dict[str, tuple[str, int]]:
        """The host and port of every open door, by what it is called on the screen."""
        rows = re.findall(ADDRESS, self.text, re.MULTILINE)
        return {what: (host, int(port)) for what, host, port in rows}

    @property
    def url(self) -> str:
        host, port = self.web
        return f"http://{host}:{port}/"

    @property
    def web(self) -> tuple[str, int]:
        return self.addresses["browser"]

    @property
    def plain(self) -> tuple[str, int]:
        return self.addresses["plain text"]

    @property
    def json(self) -> tuple[str, int]:
        return self.addresses["JSON lines"]

    @property
    def _is_over(self) -> bool:
        return "" in self.output

    def _is_ready(self, times: int) -> bool:
        return self.output.count("Ready.\n") >= times

    def _read(self, said: int) -> None:
        with open(said) as lines:
            for line in iter(lines.readline, ""):
                self._add(line)
        self._add("")

    def _add(self, line: str) -> None:
        with self.changed:
            self.output.append(line)
            self.changed.notify_all()

    def _wait(self) -> int:
        try:
            return self.process.wait(SECONDS)
        finally:
            self._kill_group()
            self.reader.join(SECONDS)
            print(self.text)

    def _kill_group(self) -> None:
        # The reloader has a child; the embedded Valkey is not of this group.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Site(Server):
    """``manage.py serve``: the whole site."""

    command = ("serve", "--bind=127.0.0.1:0", "--plain=0", "--json=0")
    ported = ("--bind=127.0.0.1:", "--plain=", "--json=")

    def restart(self) -> Self:
        """Start again on the same ports, after an orderly end if it still runs."""
        options = {"--bind": self.web}
        options |= {"--plain": self.plain, "--json": self.json}
        if self.process.poll() is None:
            self.stop()
        return self.start(
            *(f"{o}={host}:{port}" for o, (host, port) in options.items())
        )

    @property
    def workers(self) -> list[int]:
        """The ids of the processes that ``--workers`` has forked."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        running = filter(is_running, map(int, children))
        # The keeper of the Valkey has a session of its own.
        return [child for child in running if group(child) == pid]


class BridgeProcess(Server):
    """``manage.py tcpbridge``: the doors for socket clients alone."""

    command = ("tcpbridge", "--plain=0", "--json=0")
    ported = ("--plain=", "--json=")


class DevelopmentSite(Server):
    """``manage.py runserver``: the site on Daphne, with autoreload."""

    command = ("runserver", "127.0.0.1:0")
    # It starts itself anew, as it was started.
    may_be_forked = False
