"""What is kept of a SQLite from before an update."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from chat.updates import copies
from chat.updates.copies import NoCopy, keep_copy, newest_copy


@pytest.fixture
def database(tmp_path):
    """As Django has it: a connection that knows where it leads."""
    with closing(sqlite3.connect(tmp_path / "a b?.sqlite3")) as made:
        made.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t (n); BEGIN;")
        made.execute("INSERT INTO t VALUES (1)")
        made.commit()
        name = {"NAME": tmp_path / "a b?.sqlite3"}
        yield SimpleNamespace(settings_dict=name, vendor="sqlite")


def test_a_copy_has_what_is_committed(database):
    copy = keep_copy(database, "0012_renames")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT n FROM t").fetchall() == [(1,)]
    assert "at-0012_renames" in copy.name


def test_the_last_two_are_kept(database, monkeypatch, tmp_path):
    made = []
    for day in (9, 10, 11):
        monkeypatch.setattr(
            copies, "now", lambda day=day: datetime(2026, 1, day, tzinfo=UTC)
        )
        made.append(keep_copy(database, f"{20 - day:04}_names_go_down"))
    assert set(tmp_path.glob("*.before-*")) == set(made[1:])
    assert newest_copy(database) == made[-1]


def test_what_cannot_be_copied_leaves_nothing(database, tmp_path):
    (tmp_path / "a b?.sqlite3").unlink()
    with pytest.raises(NoCopy):
        keep_copy(database, "0012_renames")
    assert list(tmp_path.glob("*before*")) + list(tmp_path.glob("*draft*")) == []
