"""What a line means at the plain door: golden cases for all clients."""

import json
from pathlib import Path

import pytest

from chat import wire
from chat.dialects.plain.slash.verbs import VERBS, Verb
from tests.dialects.test_plain import says, somebody

VECTORS = Path(__file__).parents[1] / "vectors" / "slash.json"
GROUPS = json.loads(VECTORS.read_text("utf-8"))
CASES = [
    case for group in GROUPS for case in group["cases"] if "\n" not in case["line"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["line"] for case in CASES])
def test_golden_cases(case, monkeypatch):
    obeyed = []
    if "word" in case:
        verb = Verb("", "", lambda talk, rest: obeyed.append(rest) or wire.Ping())
        monkeypatch.setitem(VERBS, case["word"], verb)
    meant = says(somebody(), case["line"])
    if "said" in case:
        assert (meant.body, meant.action) == (case["said"], case.get("action", False))
    elif "refusal" in case:
        assert meant.decode() == f"! {case['refusal']}\n"
    else:
        assert obeyed == [case["rest"]]
