"""What befalls the database of a site that is updated, and what is kept of it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from shutil import copy

import pytest

from tests.support.marks import starting
from tests.support.servers import manage
from tests.support.valkey import nothing_is_left

pytestmark = pytest.mark.processes

SERVE = ("serve", "--bind=127.0.0.1:0", "--plain=0", "--json=0")
FAILING = {"DJANGO_SETTINGS_MODULE": "tests.updates.failing_settings"}
FUTURE = """
    INSERT INTO django_migrations (app, name, applied)
    VALUES ('chat', '9999_future', '2030-01-01');
"""
LAST = """
    DELETE FROM django_migrations WHERE app = 'updates'; DROP TABLE updates_step;
"""


def content(path):
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def copies(folder):
    return sorted(folder.glob("chat.sqlite3.before-*"))


@pytest.fixture(scope="module")
def present(tmp_path_factory):
    """A database of this version."""
    folder = tmp_path_factory.mktemp("present")
    with starting(True):
        assert manage(folder, "migrate").returncode == 0
    assert copies(folder) == []
    return folder / "chat.sqlite3"


@pytest.fixture
def folder(present, tmp_path):
    """With a database of this version."""
    copy(present, tmp_path)
    yield tmp_path
    nothing_is_left(tmp_path)


@pytest.fixture
def old(folder):
    """With one of the version before."""
    change(folder, LAST)
    return folder


def change(folder, script):
    with closing(sqlite3.connect(folder / "chat.sqlite3")) as database:
        database.executescript(script)


def test_an_update_that_fails_changes_nothing_and_is_one_sentence(old):
    before = content(old / "chat.sqlite3")
    done = manage(old, *SERVE, **FAILING)
    [kept] = copies(old)
    assert (done.returncode, done.stdout) == (1, "")
    told = done.stderr.splitlines()[-1]
    assert "Migration updates.0003_fails failed (this is no good)" in told
    assert told.endswith(f"{kept}.")
    assert content(old / "chat.sqlite3") == content(kept) == before


def test_whoever_migrates_vouches_for_each_step(present):
    with closing(sqlite3.connect(present)) as database:
        applied = database.execute("SELECT app || '.' || name FROM django_migrations")
        vouched = database.execute("SELECT migration FROM updates_step")
        assert {*applied} == {*vouched}


def test_of_many_that_start_at_once_one_migrates(old):
    before = content(old / "chat.sqlite3")
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: manage(old, "migrate"), range(4)))
    assert [each.returncode for each in done] == [0] * 4
    [kept] = copies(old)
    assert content(kept) == before
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "words", [SERVE, ("tcpbridge", "--plain=0", "--json=0"), ("runserver", "0")]
)
def test_a_database_that_is_newer_is_one_sentence(folder, words):
    change(folder, FUTURE)
    done = manage(folder, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "chat.9999_future" in done.stderr
    assert done.stderr.count("\n") == 1


def test_who_goes_back_has_what_was_there_before_and_the_other_kept(old):
    before = content(old / "chat.sqlite3")
    assert manage(old, "migrate").returncode == 0
    with closing(sqlite3.connect(old / "chat.sqlite3")) as database:
        database.execute("SELECT * FROM chat_user").fetchall()
        done = manage(old, "goback")
    assert "locked" in done.stderr
    assert content(old / "chat.sqlite3") != before
    assert "again, and the other" in manage(old, "goback").stdout
    kept = [line for line in content(old / "chat.sqlite3") if "lobby" in line]
    assert kept != [line for line in before if "lobby" in line]  # another epoch
    assert len(list(old.glob("chat.sqlite3.left-*"))) == 1
    assert "There is no copy" in manage(old, "goback").stderr


def test_the_version_tells_what_the_database_lacks(old):
    told = manage(old, "version").stdout
    assert "chatsite 1." in told
    assert "lacks updates.0001_steps" in told
    assert "Redis: does not answer" in told
