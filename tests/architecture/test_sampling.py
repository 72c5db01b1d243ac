"""Of a long table, and of a file that is dear, some is taken, or all of it."""

import re
from pathlib import Path
from random import Random
from types import SimpleNamespace

from tests.support import bars, sampling

MAKEFILE = Path(__file__).parents[2] / "Makefile"
LONG = [f"tests/test_a.py::test_long[{row}]" for row in range(40)]
SHORT = ["tests/test_a.py::test_long_ago[one]", "tests/test_a.py::test_alone"]
WHOLE = [f"tests/test_a.py::test_whole[{row}]" for row in range(40)]
CHEAP = [f"tests/test_b.py::test_cheap_{n}" for n in range(5)]
DEAR = [f"tests/test_b.py::test_dear_{n}[{row}]" for n in "zyxwv" for row in range(2)]
FEW = [f"tests/test_c.py::test_dear_{n}" for n in range(3)]


def items_of(names):
    return [
        SimpleNamespace(
            nodeid=name,
            get_closest_marker={
                "whole": name in WHOLE,
                "processes": name in DEAR + FEW,
            }.get,
            reportinfo=lambda line=line: ("", line, ""),
        )
        for line, name in enumerate(names)
    ]


def taken(names, seed=0):
    return [item.nodeid for item in sampling.sampled(items_of(names), 6, Random(seed))]


def left(*more, **options):
    """What a run with those options has of all of them."""
    items, hook = items_of([*LONG, *SHORT, *WHOLE, *more]), SimpleNamespace()
    hook.pytest_deselected = lambda items: None
    asked = {"sample": 0, "longer_than": 0, "of_a_file": 0, **options}
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


def some(seed=0):
    found = sampling.some_of_each_file(items_of(CHEAP + DEAR + FEW), 3, Random(seed))
    return [item.nodeid for item in found]


def test_of_a_file_some_of_what_starts_processes_is_taken_with_all_its_rows():
    taken = {*some()}
    assert {*CHEAP, *FEW, *DEAR[:2]} < taken
    dear = taken & {*DEAR}
    assert len(dear) == 3 * 2
    assert {name.replace("[0]", "[1]") for name in dear if "[0]" in name} < dear


def test_of_a_file_each_seed_has_others_but_always_the_first():
    runs = [{*some(seed)} for seed in range(50)]
    assert {*DEAR} == set.union(*runs) - {*CHEAP, *FEW}
    assert {*DEAR[:2]} < set.intersection(*runs)


def test_of_a_file_all_is_taken_by_whoever_wants_what_has_failed():
    assert {*DEAR} < {*left(*DEAR, lf=True, of_a_file=3)}
    assert not {*DEAR} < {*left(*DEAR, of_a_file=3)}


def test_make_bars_has_all_of_what_make_test_has_a_sample_of():
    words = re.search(
        r"support\.again --sample=(\d+) --of-a-file=\d+", MAKEFILE.read_text()
    )
    assert int(words[1]) >= bars.SAMPLE
    assert any("processes" in " ".join(bar.words) for bar in bars.bars("HEAD^"))
