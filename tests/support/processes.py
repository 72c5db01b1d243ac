"""What proc(5) tells of the processes here, and a port that none of them has."""

import contextlib
import os
import secrets
import socket
from pathlib import Path

# Where the kernel takes none from, for whoever asks for any or connects to others.
PORTS = range(10_000, 32_000)


def free_port() -> int:
    """One that nobody else has, or is likely to be given before it is used."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as asking, contextlib.suppress(OSError):
            asking.bind(("127.0.0.1", port))
            return port


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def running(*words: str) -> list[int]:
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


def group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def listening(pid: int) -> set[int]:
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
