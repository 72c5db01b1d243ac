"""Where each process keeps its figures, for whichever of them is asked.

A process has a slot in the data folder for as long as it lives: the lowest number that
nobody has, which a lock says, and the system lets go of it however a process ends. Who
comes next goes on from what was counted there: a sum over all slots never goes back.
There are no more slots than there ever were processes at once.

Not in Redis: the figures are of use when that is away. Nor where the library keeps
them for several processes: there each new process adds files for good.
"""

from __future__ import annotations

import fcntl
import itertools
import logging
import os
import threading
import weakref
from pathlib import Path

import msgspec

from chat.health.metrics import Rows, only_growing

logger = logging.getLogger(__name__)

# A process that has said nothing for so long has ended, or hangs.
SILENT_SECONDS = 20.0


class Record(msgspec.Struct):
    """What a process has said ``at``, in seconds since 1970."""

    at: float
    rows: Rows


class Slot:
    """A process's own; ``before``: what was counted there by those before it."""

    def __init__(self, folder: Path, number: int, lock: int) -> None:
        self.number = number
        self.before = only_growing(_read(_path(folder, number)).rows)
        self._folder = folder
        # Also if it is only forgotten.
        self._claim = weakref.finalize(self, os.close, lock)
        # Whoever ends the process does not wait for the thread that writes.
        self._one_write = threading.Lock()

    @classmethod
    def claim(cls, folder: Path) -> Slot:
        """Take one until this process ends, or lets it go.

        Raises:
            OSError: nothing can be written there.
        """
        folder.mkdir(exist_ok=True)
        for number in itertools.count():
            lock = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                return cls(folder, number, lock)
        raise AssertionError("There is no end of numbers.")

    def write(self, record: Record) -> None:
        """Put it in place of what was said before, unless the slot is another's by now.

        Raises:
            OSError: there is no room.
        """
        with self._one_write:
            if self._claim.alive:
                draft = self._folder / f"{self.number}.draft"
                draft.write_bytes(msgspec.json.encode(record))
                os.replace(draft, _path(self._folder, self.number))

    def let_go(self) -> None:
        """The next one may have it."""
        with self._one_write:
            self._claim()


def parts(folder: Path, now: float) -> list[tuple[str, Rows]]:
    """What every process has said, by its number; of those that have ended, or say
    nothing any more, what they have counted.
    """
    found = []
    for path in sorted(folder.glob("*.json")):
        record = _read(path)
        is_silent = now - record.at > SILENT_SECONDS
        found.append(
            (path.stem, only_growing(record.rows) if is_silent else record.rows)
        )
    return found


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number}.json"


def _read(path: Path) -> Record:
    """Nothing, if there is none, or it was torn by a power cut."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except FileNotFoundError:
        pass
    except (OSError, msgspec.MsgspecError) as error:
        logger.warning("The figures in %s cannot be read: %s", path.name, error)
    return Record(0.0, {})
