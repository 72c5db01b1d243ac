"""Of a long table, `make quick` takes some rows, and the same ones in every worker."""

from random import Random
from types import SimpleNamespace

from tests.support.sampling import sampled

LONG = [f"tests/test_a.py::test_long[{row}]" for row in range(40)]
SHORT = ["tests/test_a.py::test_long_ago[one]", "tests/test_a.py::test_alone"]


def taken(names, seed=0):
    items = [SimpleNamespace(nodeid=name) for name in names]
    return [item.nodeid for item in sampled(items, 6, Random(seed))]


def test_a_long_table_has_a_sample_and_a_short_one_is_whole():
    names = taken(LONG + SHORT)
    assert {*SHORT} < {*names} <= {*LONG, *SHORT}
    assert len(names) == 6 + len(SHORT)


def test_the_order_of_the_run_chooses_nothing():
    assert taken(LONG + SHORT) == taken((LONG + SHORT)[::-1])


def test_each_seed_has_others_until_every_row_was_there():
    assert {name for seed in range(200) for name in taken(LONG, seed)} == {*LONG}
