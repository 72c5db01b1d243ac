"""What people write, as it is seen at the plain door: golden cases for all clients."""

import json
from pathlib import Path

import pytest

from tests.dialects.test_plain import message, shows, somebody

VECTORS = Path(__file__).parents[1] / "vectors" / "formatting.json"
GROUPS = json.loads(VECTORS.read_text("utf-8"))


@pytest.mark.parametrize("group", GROUPS, ids=[each["name"] for each in GROUPS])
def test_golden_cases(group):
    plain = somebody()
    for case in group["cases"]:
        more = {"action": True} if case.get("action") else {}
        said = message(case["body"], sender="ada", **more)
        assert shows(plain, said) == case["plain"]
