"""``--sample=6``: of a test that has more rows than six, six of them, by chance.

Each run has others, and ``--randomly-seed`` brings the same ones again.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from random import Random

import pytest


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sample", type=int, default=0, help="the most rows of one test; 0: all"
    )


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out of ``items`` the rows that are too many, if some are to be left out."""
    most = config.getoption("sample")
    if not most:
        return
    # The workers of a run have to choose the same: its seed is theirs.
    seed = config.getoption("randomly_seed", 0)
    taken = {id(item) for item in sampled(items, most, Random(seed))}
    config.hook.pytest_deselected(items=[i for i in items if id(i) not in taken])
    items[:] = [item for item in items if id(item) in taken]


def sampled(
    items: Iterable[pytest.Item], most: int, chance: Random
) -> Iterable[pytest.Item]:
    """At most so many of each test's rows."""
    in_order = sorted(items, key=attrgetter("nodeid"))
    for _, group in groupby(in_order, key=_without_row):
        rows = list(group)
        yield from rows if len(rows) <= most else chance.sample(rows, most)


def _without_row(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
