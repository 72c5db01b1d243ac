"""Whoever opens an SQLite in a test closes it there: else that test fails.

From Python 3.13 on, one that is left open is a warning, in whichever test runs when it
is collected; before, nobody hears of it. Django's own stay for the tests to come.
"""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.signals import connection_created

_opened: list[sqlite3.Connection] = []


def watch() -> None:
    """From now on know what is opened, for as long as we live."""
    sys.addaudithook(_hear)
    connection_created.connect(_leave)


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """Whatever is opened meanwhile is closed at the end."""
    _opened.clear()  # that is of fixtures that outlast a test
    yield
    left = [each for each in _opened if _is_open(each)]
    _opened.clear()
    paths = [each.execute("PRAGMA database_list").fetchone()[2] for each in left]
    for each in left:
        each.close()
    if paths:
        pytest.fail(f"This leaves open {', '.join(paths)}.")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "sqlite3.connect/handle":
        _opened.append(arguments[0])


def _leave(connection: Any, **_: Any) -> None:
    if connection.connection in _opened:
        _opened.remove(connection.connection)


def _is_open(database: sqlite3.Connection) -> bool:
    try:
        return database.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False
