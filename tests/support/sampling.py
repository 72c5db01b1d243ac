"""``--sample=6``: of a test that has more rows than six, six of them, by chance.

Each run has others, and ``--randomly-seed`` brings the same ones again. A row that is
marked as ``whole`` is no part of a sample. ``--longer-than=6`` is what that leaves
aside: all rows of the tests that have more, and no others.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from random import Random

import pytest


def add_option(parser: pytest.Parser) -> None:
    for option, meaning in (
        ("--sample", "the most rows of one test; 0: all"),
        ("--longer-than", "only the tests with more rows; 0: all"),
    ):
        parser.addoption(option, type=int, default=0, help=meaning)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out of ``items`` the rows that are too many, if some are to be left out."""
    # The workers of a run have to choose the same: its seed is theirs.
    chance = Random(config.getoption("randomly_seed", 0))
    chosen = items
    if least := config.getoption("longer_than"):
        chosen = [row for rows in _tables(items) if len(rows) > least for row in rows]
    # Whoever asks for what has failed means that, and no other row.
    if (most := config.getoption("sample")) and not config.getoption("lf", False):
        chosen = sampled(chosen, most, chance)
    taken = {id(item) for item in chosen}
    if left := [item for item in items if id(item) not in taken]:
        config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if id(item) in taken]


def sampled(
    items: Iterable[pytest.Item], most: int, chance: Random
) -> Iterator[pytest.Item]:
    """At most so many of each test's rows."""
    for rows in _tables(items):
        yield from rows if len(rows) <= most else chance.sample(rows, most)


def _tables(items: Iterable[pytest.Item]) -> Iterator[list[pytest.Item]]:
    """The rows of each test, in an order that is the same in each worker."""
    in_order = sorted(items, key=lambda item: (_table(item), item.nodeid))
    for _, rows in groupby(in_order, key=_table):
        yield list(rows)


def _table(item: pytest.Item) -> str:
    if item.get_closest_marker("whole"):
        return item.nodeid
    return item.nodeid.partition("[")[0]
