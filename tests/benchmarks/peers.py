"""The servers that are compared, each as its own people would run it."""

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from tests.benchmarks.readers import Board, Reader
from tests.crowd import UPGRADE, cookie
from tests.servers import PROJECT, Site, Valkey, keepers, manage, valkeys

HERE = Path(__file__).parent
MODULES = PROJECT / ".cache" / "benchmarks"
NPM = ["socket.io@4", "@socket.io/redis-adapter@8", "redis@4"]
START_SECONDS = 30
SERVER_CORE, OTHER_CORE = 0, 1
# What is tried here is how fast it is, not how fast people may be.
LIMITS = {
    "CHAT_RATE": "1000000",
    "CHAT_BURST": "1000000",
    "CHAT_CONNECTIONS_PER_ADDRESS": "1000000",
    "CHAT_ALLOW_GUESTS": "1",
}
TICKS = os.sysconf("SC_CLK_TCK")


class Absent(Exception):
    """That peer is not to be had here; the text is one sentence."""


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


def cpu_seconds(pid: int) -> float:
    """What a process has taken, in all its threads, from proc(5)."""
    row = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(row[11]) + int(row[12])) / TICKS


def memory(pid: int) -> int:
    """The bytes that are a process's own, or its share of what it has with others."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [row] = [row for row in rollup.splitlines() if row.startswith("Pss:")]
    return int(row.split()[1]) * 1024


def pin(pid: int, core: int) -> None:
    """Keep a process, and what it starts, on one core; if there are several."""
    core %= os.cpu_count() or 1
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def upgrade(address: tuple[str, int], path: str, key: str = "") -> bytes:
    """What a browser says first."""
    words = UPGRADE.replace("GET /ws/ ", f"GET {path} ")
    host = f"{address[0]}:{address[1]}"
    return words.format(host=host, nonce="c2l4dGVlbiBieXRlcyBvaw==", key=key).encode()


def frame(text: str) -> bytes:
    """A text frame of a client (RFC 6455 §5.3), masked by zeros."""
    data = text.encode()
    assert len(data) < 2**16
    short = len(data) < 126
    size = bytes([0x80 | len(data)]) if short else b"\xfe" + len(data).to_bytes(2)
    return b"\x81" + size + bytes(4) + data


class Peer:
    """A server with one room; ``before`` stands before the text of a message."""

    name: ClassVar[str]
    ready: bytes
    before: bytes

    def start(self) -> None:
        """Run it on the servers' core.

        Raises:
            Absent: it is not to be had here.
        """
        raise NotImplementedError

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    def hello(self, number: int) -> bytes:
        """What a reader says to get in."""
        raise NotImplementedError

    def greeting(self, number: int) -> list[tuple[bytes, bytes]]:
        """What a reader says and hears by turns, until they are in."""
        return [(self.hello(number), self.ready)]

    def said(self, text: str) -> bytes:
        """What somebody who is in sends to say it to all."""
        raise NotImplementedError

    def reader(self, board: Board, number: int) -> Reader:
        return Reader(board, self.greeting(number), self.before)

    def talker(self, readers: list[Reader]) -> Callable[[str], None]:
        """How to say something: by the last one who came in."""
        return lambda text: readers[-1].say(self.said(text))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(START_SECONDS)

    def _run(self, *words: str, **environment_: str) -> None:
        self.process = subprocess.Popen(
            words,
            cwd=PROJECT,
            env={**os.environ, **environment_},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        pin(self.process.pid, SERVER_CORE)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return socket.create_connection(self.address).close()
            except ConnectionRefusedError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)


class Chatsite(Peer):
    """``manage.py serve``, with storage and presence; ``people`` have accounts."""

    name = "chatsite"
    door = "browser"
    ready, before = b'"type":"welcome"', b'"body":"'

    def __init__(self, people: int, **settings: str) -> None:
        self.people = people
        self.settings = {**LIMITS, **settings}

    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
        self.site = Site(self.folder, **self.settings)
        self.process = self.site.process
        self.valkey_pids = self._to_the_others()
        if self.people:
            make = f"from tests.accounts import make; make({self.people})"
            done = manage(self.folder, "shell", "-c", make, **self.settings)
            assert not done.returncode, done.stderr
        pin(self.pid, SERVER_CORE)

    def _to_the_others(self) -> list[int]:
        pids = [*keepers(self.folder), *valkeys(self.folder)]
        for pid in pids:
            pin(pid, OTHER_CORE)
        return valkeys(self.folder)

    @property
    def address(self) -> tuple[str, int]:
        return self.site.addresses[self.door]

    def hello(self, number: int) -> bytes:
        return upgrade(self.address, "/ws/", cookie(f"p{number}"))

    def said(self, text: str) -> bytes:
        return frame(post(text))

    def stop(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # what it has said
            self.site.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class ChatsitePlain(Chatsite):
    name = "chatsite, plain text"
    door = "plain text"
    ready, before = b"* Hello ", b": "

    def hello(self, number: int) -> bytes:
        return f"guest{number}\n".encode()

    def said(self, text: str) -> bytes:
        return text.encode() + b"\n"

    def talker(self, readers: list[Reader]) -> Callable[[str], None]:
        # Nobody is shown their own line there: somebody else has to say it.
        speaker = socket.create_connection(self.json)
        speaker.sendall(b'{"type":"login","name":"speaker"}\n')
        while b"welcome" not in speaker.recv(65536):
            pass
        speaker.setblocking(False)

        def talk(text: str) -> None:
            try:
                while speaker.recv(65536):
                    pass
            except BlockingIOError:
                speaker.sendall(post(text).encode() + b"\n")

        return talk

    @property
    def json(self) -> tuple[str, int]:
        return self.site.addresses["JSON lines"]


class ChatsiteJson(Chatsite):
    name = "chatsite, JSON lines"
    door = "JSON lines"

    def hello(self, number: int) -> bytes:
        return json.dumps({"type": "login", "name": f"guest{number}"}).encode() + b"\n"

    def said(self, text: str) -> bytes:
        return post(text).encode() + b"\n"


def post(text: str, to: str = "#lobby") -> str:
    """The command that says it."""
    return json.dumps({"type": "post", "to": to, "body": text, "id": str(uuid4())})


class Tutorial(Peer):
    """The chat of Channels' tutorial, on uvicorn, with its fastest layer."""

    name = "Channels' tutorial"
    ready, before = b"HTTP/1.1 101 ", b'"message": "'

    def start(self) -> None:
        self.valkey, self.port = Valkey(), free_port()
        pin(self.valkey.process.pid, OTHER_CORE)
        words = ["-m", "uvicorn", "tests.benchmarks.tutorial:application"]
        words += ["--port", str(self.port), "--log-level", "critical"]
        words += ["--ws-per-message-deflate", "false"]
        self._run(sys.executable, *words, BENCHMARK_REDIS=self.valkey.url)

    def hello(self, number: int) -> bytes:
        return upgrade(self.address, "/")

    def said(self, text: str) -> bytes:
        return frame(json.dumps({"message": text}))

    def stop(self) -> None:
        super().stop()
        self.valkey.stop()


class SocketIo(Peer):
    """Socket.IO with its Redis adapter, as its documentation sets it up."""

    name = "Socket.IO"
    ready, before = b'40{"sid"', b'42["said","'

    def start(self) -> None:
        node = shutil.which("node")
        if node is None or not (MODULES / "node_modules" / "socket.io").exists():
            _install_node_modules(node)
        self.valkey, self.port = Valkey(), free_port()
        pin(self.valkey.process.pid, OTHER_CORE)
        script = str(HERE / "socketio.js")
        modules = str(MODULES / "node_modules")
        words = [str(self.port), self.valkey.url]
        self._run(str(node), script, *words, NODE_PATH=modules)

    def hello(self, number: int) -> bytes:
        return upgrade(self.address, "/socket.io/?EIO=4&transport=websocket")

    def greeting(self, number: int) -> list[tuple[bytes, bytes]]:
        return [(self.hello(number), b'0{"sid"'), (frame("40"), self.ready)]

    def said(self, text: str) -> bytes:
        return frame("42" + json.dumps(["say", text]))

    def stop(self) -> None:
        super().stop()
        self.valkey.stop()


class Bare(Peer):
    """A thread for each connection and ``sendall``: no chat, no log, nothing else."""

    name = "bare sendall"
    ready, before = b"hello\n", b"\n"

    def start(self) -> None:
        self.port = free_port()
        self._run(sys.executable, "-m", "tests.benchmarks.bare", str(self.port))

    def hello(self, number: int) -> bytes:
        return b"hello\n"

    def said(self, text: str) -> bytes:
        return b"\n" + text.encode()


class Ngircd(Peer):
    """The IRC server that is known for being small."""

    name = "ngircd"
    ready, before = b" 366 ", b"PRIVMSG #bench :"
    CONFIGURATION = """
[Global]
    Name = irc.example.net
    Listen = 127.0.0.1
    Ports = {port}
    MotdPhrase = hello
[Limits]
    MaxConnections = 0
    MaxConnectionsIP = 0
    MaxPenaltyTime = 0
    PingTimeout = 3600
[Options]
    DNS = no
    Ident = no
    PAM = no
"""

    def start(self) -> None:
        program = shutil.which("ngircd") or "/usr/sbin/ngircd"
        if not Path(program).exists():
            _install_ngircd()
        if not Path(program).exists():
            raise Absent("There is no ngircd here: install the package ngircd.")
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="ngircd-"))
        self.folder.chmod(0o755)
        file = self.folder / "ngircd.conf"
        file.write_text(self.CONFIGURATION.format(port=self.port))
        self._run(program, "--nodaemon", "--config", str(file))

    def talker(self, readers: list[Reader]) -> Callable[[str], None]:
        # Nobody hears themselves there.
        speaker = socket.create_connection(self.address)
        speaker.sendall(self.hello(10**6))
        while self.ready not in speaker.recv(65536):
            pass
        return lambda text: speaker.sendall(self.said(text))

    def hello(self, number: int) -> bytes:
        return f"NICK r{number}\r\nUSER r 0 * :r\r\nJOIN #bench\r\n".encode()

    def said(self, text: str) -> bytes:
        return f"PRIVMSG #bench :{text}\r\n".encode()

    def stop(self) -> None:
        super().stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _install_node_modules(node: str | None) -> None:
    npm = shutil.which("npm")
    if not (node and npm):
        raise Absent("There is no node with npm here: install Node.js.")
    MODULES.mkdir(parents=True, exist_ok=True)
    where = ["--prefix", str(MODULES), "--no-package-lock", "--no-save", "--no-audit"]
    done = subprocess.run(
        [npm, "install", *where, *NPM], capture_output=True, text=True
    )
    if done.returncode:
        raise Absent(f"npm cannot install Socket.IO: {done.stderr.strip()[-200:]}")


def _install_ngircd() -> None:
    if os.geteuid() or not shutil.which("apt-get"):
        return
    how: dict[str, Any] = {
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    subprocess.run(["apt-get", "update"], **how)
    words = ["apt-get", "install", "--yes", "--no-install-recommends", "ngircd"]
    subprocess.run(words, **how)
