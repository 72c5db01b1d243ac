"""What people do costs the same where much more has been said: a small sample.

Of SQLite the steps of its machine are counted, which are the same in each run. The bar
is at its full size; it compares time, on both databases.
"""

import subprocess
import sys
from random import Random

import pytest
from django.db import connection

from chat.management.demo import crowd
from chat.management.demo.filling import fill
from chat.web.admin import messages
from tests.benchmarks.size.paths import PATHS, Visited, prepare
from tests.support.servers import PROJECT

FEW, MANY = 1_500, 10_000
LIMIT, LEAST = 1.2, 300
SECONDS = 3000
# What Django makes of a list is the same; what it asks for is among the others.
SAMPLED = [path for path in PATHS if "people" not in path and "behind" not in path]

sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="its machine has steps that can be counted"
)


@sqlite
@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_it_takes_no_more_steps_where_much_more_was_said(monkeypatch):
    for name in ("LOOKED_AT_MOST", "LISTED_MOST"):
        monkeypatch.setattr(messages, name, 500)
    few, many = _steps_with(FEW), _steps_with(MANY)
    dear = {
        path: (few[path], many[path])
        for path in SAMPLED
        if many[path] > LIMIT * few[path] + LEAST
    }
    assert not dear


@pytest.mark.processes
@pytest.mark.bar
@pytest.mark.timed
@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("database", [[], ["--postgres"]])
def test_a_million_messages_cost_what_a_hundred_thousand_do_and_can_be_moved(database):
    """Of ten millions it is the same, but to fill a site with them takes long."""
    words = [sys.executable, "-m", "tests.benchmarks.size", "--messages", "1_000_000"]
    words += ["--moved", *database]
    done = subprocess.run(words, cwd=PROJECT, text=True, stdout=-1)
    assert done.returncode == 0, done.stdout


def _steps_with(said):
    people = crowd.find() or crowd.make(220, 4, Random(1))
    fill(people, said, 1, lambda count: None)
    return {path: _steps(path) for path in SAMPLED}


def _steps(path):
    visited, counted = Visited(7), [0]
    prepare(path, visited)

    def count():
        counted[0] += 10

    connection.connection.set_progress_handler(count, 10)
    try:
        PATHS[path](visited)
    finally:
        connection.connection.set_progress_handler(None, 10)
    return counted[0]
