"""What was said, all of it, before any of it is stored: sorted, in a file that goes.

So an export that turns out to be broken at its end leaves nothing behind, its order is
of no account, and none needs to fit into the memory.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import msgspec

from chat.moving.errors import MovingError
from chat.moving.foreign.records import Said

MAKE = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE said (place TEXT, at REAL, n INTEGER PRIMARY KEY, row BLOB);
"""
ADD = "INSERT INTO said (place, at, row) VALUES (?, ?, ?)"
IN_ORDER = "CREATE INDEX in_order ON said (place, at, n)"
OF_PLACE = "SELECT row FROM said WHERE place = ? ORDER BY at, n"
STEP = 1000


class Spool:
    """Everything that was said, by places and in the order of time.

    ``reactors``: who has given a reaction anywhere.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._authors: dict[str, set[str]] = {}
        self.reactors: set[str] = set()

    def fill(self, said: Iterable[Said]) -> None:
        """Take all of it in."""
        self._database.executemany(ADD, map(self._row, said))
        self._database.execute(IN_ORDER)
        self._database.commit()

    def places(self) -> list[str]:
        """Where something was said."""
        return sorted(self._authors)

    def authors(self) -> dict[str, set[str]]:
        """Who has said something, by places."""
        return self._authors

    def steps(self, place: str) -> Iterator[list[Said]]:
        """What was said in a place, some at a time."""
        rows = self._database.execute(OF_PLACE, [place])
        decoder = msgspec.msgpack.Decoder(Said)
        while step := [decoder.decode(row) for [row] in islice(rows, STEP)]:
            yield step

    def _row(self, said: Said) -> tuple[str, float, bytes]:
        self._authors.setdefault(said.place, set()).add(said.author)
        self.reactors.update(key for _, key in said.reactions)
        return said.place, said.at.timestamp(), msgspec.msgpack.encode(said)


@contextmanager
def spooled(said: Iterable[Said]) -> Iterator[Spool]:
    """Have it all at hand."""
    with (
        tempfile.TemporaryDirectory(prefix="chatsite-import-") as folder,
        closing(sqlite3.connect(Path(folder) / "said")) as database,
    ):
        database.executescript(MAKE)
        spool = Spool(database)
        try:
            spool.fill(said)
        except sqlite3.Error as error:
            raise MovingError(f"{folder} does not take it ({error}).") from error
        yield spool
