"""Of a long table some rows are taken, the same ones in every worker, or all of it."""

import re
from pathlib import Path
from random import Random
from types import SimpleNamespace

from tests.support import bars, sampling

MAKEFILE = Path(__file__).parents[2] / "Makefile"
LONG = [f"tests/test_a.py::test_long[{row}]" for row in range(40)]
SHORT = ["tests/test_a.py::test_long_ago[one]", "tests/test_a.py::test_alone"]
WHOLE = [f"tests/test_a.py::test_whole[{row}]" for row in range(40)]


def items_of(names):
    return [
        SimpleNamespace(nodeid=name, get_closest_marker={"whole": name in WHOLE}.get)
        for name in names
    ]


def taken(names, seed=0):
    return [item.nodeid for item in sampling.sampled(items_of(names), 6, Random(seed))]


def left(**options):
    """What a run with those options has of all of them."""
    items, hook = items_of(LONG + SHORT + WHOLE), SimpleNamespace()
    hook.pytest_deselected = lambda items: None
    asked = {"sample": 0, "longer_than": 0, **options}
    sampling.leave_out(SimpleNamespace(getoption=asked.get, hook=hook), items)
    return [item.nodeid for item in items]


def test_a_long_table_has_a_sample_and_a_short_one_is_whole():
    names = taken(LONG + SHORT)
    assert {*SHORT} < {*names} <= {*LONG, *SHORT}
    assert len(names) == 6 + len(SHORT)


def test_the_order_of_the_run_chooses_nothing():
    assert taken(LONG + SHORT) == taken((LONG + SHORT)[::-1])


def test_each_seed_has_others_until_every_row_was_there():
    assert {name for seed in range(200) for name in taken(LONG, seed)} == {*LONG}


def test_what_a_sample_leaves_aside_is_what_is_longer():
    assert left() == LONG + SHORT + WHOLE
    assert {*SHORT, *WHOLE} < {*left(sample=6)} < {*LONG, *SHORT, *WHOLE}
    assert left(longer_than=6) == LONG


def test_whoever_asks_for_what_has_failed_gets_it():
    assert left(sample=6, lf=True) == LONG + SHORT + WHOLE


def test_make_bars_has_all_of_what_make_test_has_a_sample_of():
    [most] = re.findall(r"support\.again --sample=(\d+)", MAKEFILE.read_text())
    assert int(most) >= bars.SAMPLE
