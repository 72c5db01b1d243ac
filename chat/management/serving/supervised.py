"""What a supervisor hands over, and what it is told: systemd's own protocol.

sd_listen_fds(3): sockets that listen already, from descriptor 3 on, each with the name
of the door that it is for. They outlive this process: who comes while it is started
anew waits, and is not refused. sd_notify(3): one datagram for each thing to tell.

Where there is no supervisor, nothing is handed over, and nobody is told.
"""

import asyncio
import contextlib
import faulthandler
import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from functools import cache

from django.core.management import CommandError

FIRST = 3
DOORS = ("web", "plain", "json", "web-tls", "plain-tls", "json-tls")
READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"

# A worker that is forked later is not the process that a supervisor knows.
_MAIN = os.getpid()


def has(option: str) -> bool:
    """Whether a door's sockets were handed over; it is known by its option."""
    return bool(_sockets().get(_door(option)))


def take(option: str) -> list[socket.socket]:
    """A door's sockets, once."""
    return _sockets().pop(_door(option), [])


def address(option: str) -> tuple[str, int]:
    """Where a door's sockets listen: the first of those that most can reach."""
    sockets = _sockets()[_door(option)]
    names: list[tuple[str, int]] = [each.getsockname()[:2] for each in sockets]
    return next((name for name in names if not _is_loopback(name[0])), names[0])


def refuse_the_rest() -> None:
    """Make sure that every socket that was handed over is at a door.

    Raises:
        CommandError: no door has taken one.
    """
    if left := sorted(_sockets()):
        raise CommandError(
            f"A socket was handed over that no open door takes ({', '.join(left)}):"
            f" name it (FileDescriptorName=) {', '.join(DOORS[:-1])} or {DOORS[-1]};"
            " the last three need --tls CERT KEY."
        )


def has_handed_over() -> bool:
    """Whether somebody holds the sockets open, and lets others listen after us."""
    return _count() > 0


def tell(state: str) -> None:
    """Tell the supervisor, if there is one."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if not path or os.getpid() != _MAIN:
        return
    address = "\0" + path[1:] if path.startswith("@") else path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
        way.setblocking(False)
        with contextlib.suppress(OSError):  # it will notice what it was not told
            way.sendto(state.encode(), address)


async def show_life() -> None:
    """Show that the event loop goes round, as often as the supervisor wants it.

    It knows nothing of workers: one that hangs ends itself, with a traceback of where,
    and is replaced.
    """
    while seconds := watchdog_seconds():
        if os.getpid() == _MAIN:
            tell(ALIVE)
        else:
            faulthandler.dump_traceback_later(seconds, exit=True)
        await asyncio.sleep(seconds / 3)


@contextlib.contextmanager
def life_of_parent() -> Iterator[None]:
    """The same for a process that only waits for its workers."""
    period = watchdog_seconds() / 3
    signal.signal(signal.SIGALRM, lambda *_: tell(ALIVE))
    signal.setitimer(signal.ITIMER_REAL, period, period)
    try:
        yield
    finally:
        # Nobody takes the signal any more when the interpreter ends.
        signal.setitimer(signal.ITIMER_REAL, 0)


def watchdog_seconds() -> float:
    """After how long without a sign of life this process is killed; 0: never."""
    is_ours = os.environ.get("WATCHDOG_PID", str(_MAIN)) == str(_MAIN)
    return int(os.environ.get("WATCHDOG_USEC") or 0) / 1e6 if is_ours else 0


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback


def _door(option: str) -> str:
    return "web" if option == "--bind" else option.removeprefix("--")


@cache
def _count() -> int:
    is_ours = os.environ.get("LISTEN_PID") == str(os.getpid())
    return int(os.environ.get("LISTEN_FDS") or 0) if is_ours else 0


@cache
def _sockets() -> dict[str, list[socket.socket]]:
    """Those that no door has taken yet."""
    names = os.environ.get("LISTEN_FDNAMES", "").split(":")
    found: dict[str, list[socket.socket]] = {}
    for number in range(_count()):
        listener = socket.socket(fileno=FIRST + number)
        listener.set_inheritable(False)
        name = names[number] if number < len(names) else "unknown"
        is_ip = listener.family in (socket.AF_INET, socket.AF_INET6)
        if not is_ip or listener.type != socket.SOCK_STREAM:
            raise CommandError(
                f"The socket {name} that was handed over is not one of TCP:"
                " write ListenStream= with a port, or with an address and a port."
            )
        found.setdefault(name, []).append(listener)
    return found
