"""A disk that is soon full."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.tools import absent

BALLAST = "ballast"


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """Have a folder be a disk of its own meanwhile; or skip the test that asks."""
    if _mount(folder, f"size={size}"):
        absent("a mount of its own")
    # It unmounts when this process is killed, too: a run that comes later would fail
    # where pytest removes the folders of those before.
    with subprocess.Popen(
        ["sh", "-c", 'read -r folder; read -r _; umount -l "$folder"'],
        stdin=subprocess.PIPE,
        cwd="/",
        start_new_session=True,
    ) as guard:
        assert guard.stdin is not None
        guard.stdin.write(f"{folder}\n".encode())
        guard.stdin.flush()
        yield


def enlarge(folder: Path, size: str) -> None:
    """Have the disk be so large."""
    assert _mount(folder, f"remount,size={size}") == 0


def fill_up(disk: Path) -> None:
    """Leave no room."""
    ballast = os.open(disk / BALLAST, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        while os.write(ballast, bytes(4096)):
            pass
    except OSError:
        os.close(ballast)


def _mount(folder: Path, options: str) -> int:
    words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(words, capture_output=True).returncode
