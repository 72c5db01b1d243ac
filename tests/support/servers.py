"""The site's commands as children of a test, on ports that the kernel chooses.

A child's addresses are read from its own output, and it is proved that the socket that
listens there is that very child's.
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self
from urllib.parse import unquote

import redis
import trustme

from chat.broker import embedded
from chat.broker.supervisor import find_binary
from tests.support import migrated
from tests.support.tools import need

PROJECT = Path(__file__).parents[2]
SECONDS = 60
# What else is in the environment of whoever runs the tests is nothing to the children.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
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
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=tree,
        env=environment(data_dir, **more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


class Server:
    """A command of manage.py that serves, from its start until it is ``Ready.``.

    What it says is printed when it ends: pytest shows it where the test fails.
    ``migrates``: it finds no database, and makes its own.
    """

    program: tuple[str, ...] = (sys.executable, "manage.py")
    command: tuple[str, ...]
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
        self.words = [*self.program, *self.command, *options]
        self.environment = environment(data_dir, **more)
        self.start()

    def start(self, *options: str) -> Self:
        """Start it, and wait until it is ready; later ``options`` win over earlier."""
        self.output: list[str] = []
        self.changed = threading.Condition()
        self.process = subprocess.Popen(
            [*self.words, *options],
            cwd=self.tree,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A process group of its own, so that interrupt() is a terminal's Ctrl-C.
            start_new_session=True,
            pass_fds=self.passed,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.wait_until_ready()
        return self

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
            assert port in _listening(self.process.pid), f"{port} is somebody else's"

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

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
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
        return [child for child in running if _group(child) == pid]


class BridgeProcess(Server):
    """``manage.py tcpbridge``: the doors for socket clients alone."""

    command = ("tcpbridge", "--plain=0", "--json=0")


class DevelopmentSite(Server):
    """``manage.py runserver``: the site on Daphne, with autoreload."""

    command = ("runserver", "127.0.0.1:0")


class EmbeddedValkey:
    """The one that comes along with the site on a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir
        self.url = embedded.url(data_dir)

    def start(self) -> None:
        """Its keeper does that."""

    def stop(self) -> None:
        """It ends with the last of its users."""
        nothing_is_left(self.folder)

    @property
    def pids(self) -> list[int]:
        return valkeys(self.folder)

    @property
    def keepers(self) -> list[int]:
        return keepers(self.folder)


class Valkey:
    """A Valkey on a free port, to be stopped and started: one that came not along."""

    def __init__(self, **options: object) -> None:
        """``options`` are those of its configuration, with ``_`` for ``-``."""
        self.port = free_port()
        self.options = options
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it, if it does not run; return when it answers."""
        if self.pids:
            return
        self.process = subprocess.Popen(
            [*self.program, *_words({**self.own_options, **self.options})],
            executable=self.binary,
            stdout=subprocess.DEVNULL,
        )
        eventually(self._answers)

    program: Sequence[object] = ("valkey-server",)

    @property
    def binary(self) -> str | Path:
        return find_binary()

    @property
    def own_options(self) -> dict[str, object]:
        own = {"port": self.port, "bind": "127.0.0.1", "save": "", "dir": "/"}
        # A replica writes what it is given to the disk, unless it is told not to.
        return {**own, "repl-diskless-load": "swapdb", "repl-diskless-sync-delay": 0}

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(SECONDS)

    @property
    def pids(self) -> list[int]:
        process = self.process
        return [process.pid] if process and process.poll() is None else []

    @property
    def keepers(self) -> list[int]:
        """It has none: whoever kills it starts it again."""
        return []

    @property
    def subscriptions(self) -> list[str]:
        """What is subscribed to, by anybody."""
        with redis.Redis.from_url(self.url) as client:
            return [topic.decode() for topic in client.pubsub_channels("*")]

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return client.ping()
            except redis.ConnectionError:
                return False


class TlsRedis(Valkey):
    """A Redis that speaks TLS: the Valkey that comes along is built without it.

    ``folder`` gets a certificate for ``localhost``, and ``ca.pem`` of its authority.
    """

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(folder / "ca.pem")
        mine = authority.issue_cert("localhost")
        mine.private_key_and_cert_chain_pem.write_to_path(folder / "redis.pem")
        self.folder = folder
        super().__init__()

    def start(self) -> None:
        self.url = f"rediss://localhost:{self.port}/0?ssl_ca_certs={self.folder}/ca.pem"
        super().start()

    # Debian has the server's program under this name, without the service around it;
    # what it is called by says what it does.
    program = ("redis-server",)

    @property
    def binary(self) -> str | Path:
        return need("redis-check-rdb", "redis-tools")

    @property
    def own_options(self) -> dict[str, object]:
        pair = self.folder / "redis.pem"
        tls = {"tls-cert-file": pair, "tls-key-file": pair, "tls-auth-clients": "no"}
        return {**super().own_options, "port": 0, "tls-port": self.port, **tls}


class Sentinel(Valkey):
    """One that watches a Valkey by the name of ``house``."""

    def __init__(self, folder: Path, watched: Valkey) -> None:
        self.file = folder / "sentinel.conf"
        self.watched = watched
        super().__init__()
        self.url = f"redis+sentinel://127.0.0.1:{self.port}/house/0"

    def start(self) -> None:
        house = f"monitor house 127.0.0.1 {self.watched.port} 1"
        limits = "down-after-milliseconds house 300", "failover-timeout house 2000"
        lines = [f"sentinel {each}" for each in (house, *limits)]
        self.file.write_text("\n".join(lines))
        super().start()

    @property
    def program(self) -> Sequence[object]:
        return "valkey-server", self.file, "--sentinel"

    @property
    def own_options(self) -> dict[str, object]:
        return {"port": self.port, "bind": "127.0.0.1", "dir": self.file.parent}


def _words(options: Mapping[str, object]) -> list[str]:
    pairs = ((f"--{name.replace('_', '-')}", str(o)) for name, o in options.items())
    return [word for pair in pairs for word in pair]


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def keepers(data_dir: Path) -> list[int]:
    return _processes("supervisor.py", str(data_dir))


def valkeys(data_dir: Path) -> list[int]:
    return _processes("valkey-server", _socket(data_dir))


def run_id(data_dir: Path) -> str:
    """What tells one run of a Valkey from the next."""
    with redis.Redis.from_url(embedded.url(data_dir)) as client:
        return client.info("server")["run_id"]


def nothing_is_left(data_dir: Path) -> None:
    eventually(lambda: not keepers(data_dir) and not valkeys(data_dir))


def eventually(true: Callable[[], object]) -> None:
    """Wait for something that happens in a process which cannot be waited for."""
    deadline = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


def _socket(data_dir: Path) -> str:
    return unquote(embedded.url(data_dir).removeprefix("unix://"))


def _processes(*words: str) -> list[int]:
    """The ids of the running processes whose command line has all of ``words``."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = os.fsdecode(entry.read_bytes())
        except (FileNotFoundError, ProcessLookupError):
            continue
        if all(word in line for word in words) and is_running(int(entry.parent.name)):
            found.append(int(entry.parent.name))
    return found


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def _listening(pid: int) -> set[int]:
    """The TCP ports that a process listens on, from proc(5)."""
    sockets = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            sockets.add(os.readlink(entry))
        except FileNotFoundError:  # closed meanwhile
            continue
    rows = [
        row.split()
        for table in ("tcp", "tcp6")
        for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {
        int(row[1].rpartition(":")[2], 16)
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in sockets
    }
