"""``python checking.py DATABASE STATE``: look whether a SQLite database is sound.

A program of its own, with the standard library alone: it may take minutes, and is given
the lowest priority then. What it finds it says, and notes it in the other file.
"""

import os
import sqlite3
import sys
from contextlib import closing

DAMAGED = b"damaged"
BUSY_SECONDS = 20


def finding(path: str) -> str:
    """The first thing that is wrong; nothing: it is sound."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as database:
            [said] = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return ""  # locked, or away: that says nothing of it
    except sqlite3.DatabaseError as error:
        # None at all: then the site does not open, and whoever opens it says why.
        is_none = error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
        return "" if is_none else str(error)
    return "" if said == "ok" else str(said).splitlines()[-1]


def main() -> None:
    path, state = sys.argv[1:]
    if found := finding(path):
        with open(state, "r+b") as file:
            file.write(DAMAGED)
            file.truncate()
            os.fsync(file.fileno())
        print(found)


if __name__ == "__main__":
    main()
