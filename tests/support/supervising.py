"""What starts the site anew and keeps its doors open meanwhile, as systemd does."""

import fcntl
import os
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.servers import Server, Site

# Descriptors from 3 on, and this process's own id, as sd_listen_fds(3) has it.
BECOME = """
import os, sys
fds, *words = sys.argv[1:]
for number, fd in enumerate(fds.split(","), 3):
    os.dup2(int(fd), number)
os.environ["LISTEN_PID"] = os.environ["WATCHDOG_PID"] = str(os.getpid())
os.execv(sys.executable, [sys.executable, *words])
"""
HIGH = 100
DOORS = ("web", "plain", "json", "json-tls")


class Supervisor:
    """Holds a socket for each of ``doors``, and hears what it is told."""

    def __init__(
        self,
        folder: Path,
        *doors: str,
        hosts: Sequence[str] = (),
        seconds: float = 5.0,
    ) -> None:
        self.listeners = [
            _listening(each) for each in hosts or ["127.0.0.1"] * len(doors)
        ]
        self.fds = [
            fcntl.fcntl(each, fcntl.F_DUPFD, HIGH + n)
            for n, each in enumerate(self.listeners)
        ]
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(str(folder / "notices"))
        self.environment = {
            "LISTEN_FDS": str(len(doors)),
            "LISTEN_FDNAMES": ":".join(doors),
            "NOTIFY_SOCKET": str(folder / "notices"),
            "WATCHDOG_USEC": str(round(seconds * 1e6)),
        }
        self.told: list[str] = []
        self._hearing = threading.Thread(target=self._hear, daemon=True)
        self._hearing.start()

    @property
    def program(self) -> tuple[str, ...]:
        fds = ",".join(map(str, self.fds))
        return (sys.executable, "-c", BECOME, fds, "manage.py")

    @property
    def addresses(self) -> list[tuple[str, int]]:
        return [each.getsockname() for each in self.listeners]

    def close(self) -> None:
        self.notices.shutdown(socket.SHUT_RDWR)
        self._hearing.join()
        self.notices.close()
        for listener, fd in zip(self.listeners, self.fds, strict=True):
            listener.close()
            os.close(fd)

    def _hear(self) -> None:
        while notice := self.notices.recv(4096):
            self.told.append(notice.decode())


def _listening(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, 0), family=family)


@contextmanager
def supervised(
    folder: Path, *options: str, seconds: float = 5.0
) -> Iterator[tuple[Supervisor, Site]]:
    """A site whose doors are handed over to it, one of them with TLS."""
    supervisor = Supervisor(folder, *DOORS, seconds=seconds)
    try:
        with Supervised(supervisor, folder / "var", *options) as site:
            yield supervisor, site
    finally:
        supervisor.close()


class Supervised(Site):
    """``kind``: whose command it is."""

    ported = ()

    def __init__(
        self,
        supervisor: Supervisor,
        data_dir: Path,
        *options: str,
        kind: type[Server] = Site,
    ) -> None:
        self.command = kind.command
        self.program, self.passed = supervisor.program, tuple(supervisor.fds)
        super().__init__(data_dir, *options, **supervisor.environment)
