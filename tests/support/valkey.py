"""What the site keeps its presence in: the Valkey that comes along, and others."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

import redis
import trustme

from chat.broker import embedded
from chat.broker.supervisor import find_binary
from tests.support.processes import free_port, running
from tests.support.tools import need
from tests.support.waiting import SECONDS, eventually


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


def keepers(data_dir: Path) -> list[int]:
    return running("supervisor.py", str(data_dir))


def valkeys(data_dir: Path) -> list[int]:
    return running("valkey-server", _socket(data_dir))


def run_id(data_dir: Path) -> str:
    """What tells one run of a Valkey from the next."""
    with redis.Redis.from_url(embedded.url(data_dir)) as client:
        return client.info("server")["run_id"]


def nothing_is_left(data_dir: Path) -> None:
    eventually(lambda: not keepers(data_dir) and not valkeys(data_dir))


def _words(options: Mapping[str, object]) -> list[str]:
    pairs = ((f"--{name.replace('_', '-')}", str(o)) for name, o in options.items())
    return [word for pair in pairs for word in pair]


def _socket(data_dir: Path) -> str:
    return unquote(embedded.url(data_dir).removeprefix("unix://"))
