"""Commands of manage.py, forked from a Python that has imported what they stand on.

Half of a start is Django and its like, and the tests start hundreds of commands. What a
command does, from manage.py's first line to the interpreter's end, it does as ever.

Run as a program, with the number of a socket, this is that Python. Each request there
names the command's words, environment and folder, and brings four descriptors: the
command's own three, and where its exit code is written. It ends with the socket.
"""

import atexit
import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

MANAGE = [sys.executable, "manage.py"]
# Only Linux tells by a descriptor that a process has ended.
IS_POSSIBLE = hasattr(os, "pidfd_open")
LONGEST = 1 << 17
# What else is in the environment of whoever runs the tests is nothing to the children.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")
IMPORTED = (
    *("django.contrib.admin", "django.contrib.messages", "django.views.i18n"),
    *("django.contrib.staticfiles.storage", "django.core.serializers.json"),
    *("django.core.management.commands.runserver", "django.middleware.csrf"),
    *("django.db.backends.sqlite3.base", "django.db.migrations.executor"),
    *("channels.auth", "channels.layers", "channels.routing", "redis.asyncio"),
    *("csp", "dj_database_url", "markdown_it", "msgspec", "nh3", "prometheus_client"),
    *("servestatic.middleware", "servestatic.storage", "uvloop"),
    *("uvicorn.supervisors", "uvicorn.protocols.http.httptools_impl"),
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
_one_at_a_time = threading.Lock()


def is_possible(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether nothing is asked that only the start of a Python heeds."""
    heeded = any(name.startswith(("PYTHON", "LC_")) for name in environment)
    return IS_POSSIBLE and list(words[:2]) == MANAGE and not heeded


class Forked:
    """A command of manage.py, until its end, as ``subprocess.Popen`` has one.

    ``out``, ``err``: where it writes.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        out: int,
        err: int,
    ) -> None:
        # As whoever starts it by itself would be heard to.
        sys.audit("os.fork")
        self.args = words
        self.returncode: int | None = None
        self._code, told = os.pipe()
        asked = json.dumps([*map(list, (words[1:], environment.items())), str(folder)])
        with open(os.devnull) as nothing, _one_at_a_time:
            parent = _parent()
            fds = [nothing.fileno(), out, err, told]
            socket.send_fds(parent, [asked.encode()], fds)
            self.pid = int(parent.recv(LONGEST))
        os.close(told)

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            looking = select.poll()
            looking.register(self._code, select.POLLIN)
            if not looking.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = int(os.read(self._code, LONGEST))
            os.close(self._code)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def run(
    words: Sequence[str], environment: Mapping[str, str], folder: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run one to its end, as ``subprocess.run`` does."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        forked = Forked(words, environment, folder, out.fileno(), err.fileno())
        try:
            code = forked.wait(timeout)
        finally:
            forked.kill()
        for each in (out, err):
            each.seek(0)
        return subprocess.CompletedProcess(words, code, out.read(), err.read())


@cache
def _parent() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            # Nobody's Ctrl-C but the command's own is meant.
            start_new_session=True,
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def main() -> None:
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    asked = socket.socket(fileno=int(sys.argv[1]))
    looking = select.poll()
    looking.register(asked, select.POLLIN)
    running: dict[int, tuple[int, int]] = {}
    while True:
        for fd, _ in looking.poll():
            if fd != asked.fileno():
                looking.unregister(fd)
                _tell(fd, *running.pop(fd))
                continue
            request, fds, _, _ = socket.recv_fds(asked, LONGEST, 4)
            if not request:
                return
            if not (pid := os.fork()):
                asked.detach()
                return _become(*json.loads(request), fds)
            *its_own, told = fds
            for each in its_own:
                os.close(each)
            watched = os.pidfd_open(pid)
            running[watched] = pid, told
            looking.register(watched, select.POLLIN)
            asked.send(str(pid).encode())


def _tell(watched: int, pid: int, told: int) -> None:
    _, status = os.waitpid(pid, 0)
    with suppress(BrokenPipeError):  # whoever asked is gone
        os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
    os.close(told)
    os.close(watched)


def _become(
    words: list[str], environment: list[tuple[str, str]], folder: str, fds: list[int]
) -> None:
    os.setsid()
    for number, fd in enumerate(fds[:3]):
        os.dup2(fd, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[0] = folder
    sys.argv = words
    runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    main()
