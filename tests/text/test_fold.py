"""What Find compares, and the order of all lists: the cases that the clients keep."""

import json
from pathlib import Path

import pytest

from chat.text.fold import fold, in_order

CASES = json.loads((Path(__file__).parents[1] / "vectors/fold.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case):
    for what, *words, wanted in case["steps"]:
        kind = {"fold": fold, "order": in_order}[what]
        assert kind(*words) == wanted["is"]
