"""A copy of a SQLite database that others write into, and what is wrong with one."""

import sqlite3
import threading
from contextlib import closing

import pytest

from chat.backup import sqlite
from chat.backup.errors import BackupError
from chat.backup.pace import Pace
from tests.support.waiting import SECONDS

ROWS = 2000


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("CREATE TABLE said (number INTEGER PRIMARY KEY, body TEXT)")
        made.executemany("INSERT INTO said (body) VALUES (?)", [("x" * 2000,)] * ROWS)
        made.commit()
    return path


def count(path):
    with closing(sqlite3.connect(path)) as read:
        return read.execute("SELECT count(*), max(number) FROM said").fetchone()


def test_a_copy_ends_whoever_writes_and_is_of_one_moment(database, tmp_path):
    done, began = threading.Event(), threading.Event()

    def write():
        with closing(sqlite3.connect(database)) as writer:
            while not done.is_set():
                writer.execute("INSERT INTO said (body) VALUES ('meanwhile')")
                writer.commit()
                began.set()

    writing = threading.Thread(target=write)
    writing.start()
    assert began.wait(SECONDS)
    sqlite.copy(database, tmp_path / "copy", Pace(1))
    done.set()
    writing.join()
    rows, last = count(tmp_path / "copy")
    assert ROWS < rows == last < count(database)[0]
    assert sqlite.finding(tmp_path / "copy", whole=True) == ""
    assert not list(tmp_path.glob("copy-*"))


def test_what_was_said_is_copied_while_it_is_in_the_log_alone(database, tmp_path):
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("INSERT INTO said (body) VALUES ('last words')")
        writer.commit()
        sqlite.copy(database, tmp_path / "copy", Pace(0))
    assert count(tmp_path / "copy")[0] == ROWS + 1


def test_what_is_damaged_is_found(database):
    assert sqlite.finding(database) == ""
    with database.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096)
    assert sqlite.finding(database) != ""
    database.write_bytes(b"no database at all" * 1000)
    assert sqlite.finding(database) == "file is not a database"


def test_what_is_no_database_is_not_copied_and_nothing_is_left(tmp_path):
    (tmp_path / "other").write_text("something else " * 1000)
    with pytest.raises(BackupError, match="not a database"):
        sqlite.copy(tmp_path / "other", tmp_path / "copy", Pace(0))
    assert [each.name for each in tmp_path.iterdir()] == ["other"]
