"""The servers that chatsite is compared with, each as its own people would run it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import machine
from tests.benchmarks.peers import Absent, Program, upgrade
from tests.benchmarks.readers import Greeting
from tests.benchmarks.streams import NUMBER, EngineFrames, Frames, Lines, frame
from tests.support.servers import PROJECT
from tests.support.valkey import Valkey

HERE = Path(__file__).parent
CACHE = PROJECT / ".cache" / "benchmarks"
NPM = ["socket.io@4", "@socket.io/redis-adapter@8", "redis@4"]


class ProgramWithRedis(Program):
    def start_redis(self) -> str:
        """Its address."""
        with machine.servers_core():
            valkey = Valkey()
        self.ending.callback(valkey.stop)
        self.redis_pids = valkey.pids
        return valkey.url


class SocketIo(ProgramWithRedis):
    """Socket.IO with its Redis adapter, as its documentation sets it up."""

    name = "Socket.IO"

    def __init__(self) -> None:
        super().__init__()
        self.stream = EngineFrames(rf'^42\["said","{NUMBER}')

    def start(self) -> None:
        node = shutil.which("node")
        if node is None:
            raise Absent("There is no node here: install Node.js with npm.")
        _install_node_modules()
        redis, script = self.start_redis(), str(HERE / "socketio.js")
        self.run(node, script, self.port, redis, NODE_PATH=str(CACHE / "node_modules"))

    def greeting(self, number: int) -> Greeting:
        # Engine.IO's protocol, revision 4, and Socket.IO's, revision 5.
        hello = upgrade(self.address, "/socket.io/?EIO=4&transport=websocket")
        return [(hello, b'0{"sid"'), (frame(b"40"), b'40{"sid"')]

    def said(self, text: str) -> bytes:
        return frame(f'42["say","{text}"]'.encode())


class Tutorial(ProgramWithRedis):
    """The chat of Channels' tutorial, on uvicorn, with the pub/sub layer."""

    name = "Channels' tutorial"

    def __init__(self) -> None:
        super().__init__()
        self.stream = Frames(rf'"message": "{NUMBER}')

    def start(self) -> None:
        words = ["-m", "uvicorn", "tests.benchmarks.tutorial:application"]
        words += ["--port", self.port, "--log-level", "critical"]
        self.run(sys.executable, *words, BENCHMARK_REDIS=self.start_redis())

    def greeting(self, number: int) -> Greeting:
        return [(upgrade(self.address, "/ws/chat/lobby/"), b"HTTP/1.1 101 ")]

    def said(self, text: str) -> bytes:
        return frame(f'{{"message": "{text}"}}'.encode())


class Bare(Program):
    """A thread for each connection and ``sendall``: no chat, no log, nothing else."""

    name = "bare sendall"

    def __init__(self) -> None:
        super().__init__()
        self.stream = Lines(rf"^{NUMBER}")

    def start(self) -> None:
        self.run(sys.executable, "-m", "tests.benchmarks.bare", self.port)

    def greeting(self, number: int) -> Greeting:
        return [(b"hello\n", b"hello\n")]

    def said(self, text: str) -> bytes:
        return text.encode() + b"\n"


class Ngircd(Program):
    """The IRC server that is known for being small."""

    name = "ngircd"
    echoes = False
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
[Options]
    DNS = no
    Ident = no
    PAM = no
"""

    def __init__(self) -> None:
        super().__init__()
        self.stream = Lines(rf"PRIVMSG #bench :{NUMBER}")

    def start(self) -> None:
        program = _ngircd() or _install_ngircd()
        if program is None:
            raise Absent("There is no ngircd here: install the package ngircd.")
        folder = Path(tempfile.mkdtemp(prefix="benchmark-ngircd-"))
        self.ending.callback(shutil.rmtree, folder)
        folder.chmod(0o755)  # it becomes somebody else
        file = folder / "ngircd.conf"
        file.write_text(self.CONFIGURATION.format(port=self.port))
        self.run(program, "--nodaemon", "--config", str(file))

    def greeting(self, number: int) -> Greeting:
        hello = f"NICK r{number}\r\nUSER r 0 * :r\r\nJOIN #bench\r\n"
        return [(hello.encode(), b" 366 ")]

    def said(self, text: str) -> bytes:
        return f"PRIVMSG #bench :{text}\r\n".encode()


def _install_node_modules() -> None:
    if (CACHE / "node_modules" / "socket.io").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise Absent("There is no npm here: install it beside Node.js.")
    CACHE.mkdir(parents=True, exist_ok=True)
    options = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund"]
    done = subprocess.run(
        [npm, "install", "--prefix", str(CACHE), *options, *NPM],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Absent(f"npm cannot install Socket.IO: {_last_line(done.stderr)}.")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("npm warn")]
    return lines[-1].strip() if lines else "it does not say why"


def _ngircd() -> str | None:
    return shutil.which("ngircd", path=f"{os.environ['PATH']}:/usr/sbin")


def _install_ngircd() -> str | None:
    apt = shutil.which("apt-get")
    if os.geteuid() or apt is None:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--no-install-recommends", "ngircd"]
    for words in (["update"], install):
        print("$ apt-get", *words, flush=True)
        subprocess.run([apt, *words], env=environment, capture_output=True)
    return _ngircd()
