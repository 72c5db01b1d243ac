"""The beginning of a text in one line: the cases that the page keeps, too."""

import json
from pathlib import Path

import pytest

from chat.text.excerpt import excerpt

CASES = json.loads((Path(__file__).parents[1] / "vectors/quotes.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case):
    for _, body, wanted in case["steps"]:
        assert excerpt(body) == wanted["is"]
