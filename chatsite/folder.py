"""The data folder: what is in it is for its owner alone.

The umask does that, from the moment that a command reads the settings: SQLite, with its
log and its index, Valkey and whoever writes there next need not think of it. So it is
the same for every command, and however wide the folder itself is.
"""

import contextlib
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

OTHERS = 0o077
# What the site keeps there: the folder may be somebody's who keeps more in it.
OWN = ("chat.sqlite3*", "secret_key", "*.lock", "valkey", "valkey/*")


def prepare(path: Path) -> Path:
    """Make the folder, make sure that it can be written, and keep others out.

    Raises:
        ImproperlyConfigured: it cannot be written; one sentence says what to do.
    """
    os.umask(os.umask(OTHERS) | OTHERS)
    folder = path.resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        try:
            probe.write_bytes(b"x")  # a full disk still takes an empty file
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be written ({error.strerror}): make it"
            " writable, with room on its disk, or name another one in CHAT_DATA_DIR."
        ) from None
    _narrow(folder)
    return folder


def _narrow(folder: Path) -> None:
    """Take from others what an earlier version has left to them."""
    for found in (path for pattern in OWN for path in folder.glob(pattern)):
        with contextlib.suppress(OSError):  # somebody else's, or gone meanwhile
            mode = found.stat().st_mode
            if mode & OTHERS:
                found.chmod(mode & 0o700)
