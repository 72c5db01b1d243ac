"""Samples of what there is much of: others each run, by ``--randomly-seed`` again.

``--sample=6``: of a test that has more rows than six, six of them, by chance. A row
that is marked as ``whole`` is no part of a sample. ``--longer-than=6`` is what that
leaves aside: all rows of the tests that have more, and no others.

``--of-a-file=2``: of the tests of a file that start processes, the first, which is the
main way, and another one by chance.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from random import Random

import pytest

Rows = list[pytest.Item]


def add_option(parser: pytest.Parser) -> None:
    for option, meaning in (
        ("--sample", "the most rows of one test; 0: all"),
        ("--longer-than", "only the tests with more rows; 0: all"),
        ("--of-a-file", "the most tests of a file that start processes; 0: all"),
    ):
        parser.addoption(option, type=int, default=0, help=meaning)


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out of ``items`` what is too much, if some is to be left out."""
    # The workers of a run have to choose the same: its seed is theirs.
    chance = Random(config.getoption("randomly_seed", 0))
    chosen = items
    if least := config.getoption("longer_than"):
        chosen = [row for rows in _tables(items) if len(rows) > least for row in rows]
    # Whoever asks for what has failed means that, and nothing else.
    if not config.getoption("lf", False):
        if most := config.getoption("sample"):
            chosen = [*sampled(chosen, most, chance)]
        if most := config.getoption("of_a_file"):
            chosen = [*some_of_each_file(chosen, most, chance)]
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


def some_of_each_file(
    items: Iterable[pytest.Item], most: int, chance: Random
) -> Iterator[pytest.Item]:
    """At most so many of each file's tests that start processes, and all others."""
    for _, tests in groupby(_tables(items), key=lambda rows: _file(rows[0])):
        dear: list[Rows] = []
        for rows in tests:
            if rows[0].get_closest_marker("processes"):
                dear.append(rows)
            else:
                yield from rows
        if len(dear) > most:
            dear.sort(key=lambda rows: rows[0].reportinfo()[1] or 0)
            dear = [dear[0], *chance.sample(dear[1:], most - 1)]
        for rows in dear:
            yield from rows


def _tables(items: Iterable[pytest.Item]) -> Iterator[Rows]:
    """The rows of each test, in an order that is the same in each worker."""
    in_order = sorted(items, key=lambda item: (*_place(item), item.nodeid))
    for _, rows in groupby(in_order, key=_place):
        yield list(rows)


def _place(item: pytest.Item) -> tuple[str, str]:
    """A file, and a test in it."""
    whole = item.get_closest_marker("whole")
    return _file(item), item.nodeid if whole else item.nodeid.partition("[")[0]


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
