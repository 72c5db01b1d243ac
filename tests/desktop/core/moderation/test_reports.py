"""Reports, in the desktop's core: the words, and what is told of them."""

import json
from pathlib import Path

import pytest

from chat.desktop.core.slash.line import say

VECTORS = Path(__file__).parents[3] / "vectors" / "reports.json"
CASES = json.loads(VECTORS.read_text())
AT = "2026-01-31T12:00:00.000Z"
REPORT = {"report": 3, "at": AT, "reason": "rude", "whom": "bob", "person": 8}
SAID = {"seq": 43, "from": "bob", "author": 8, "at": AT, "body": "boo"}
DONE = {**REPORT, "outcome": "acted", "word": "put out", "ended": AT}


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded()


def answer(ada, type, **fields):
    """What answers that has another type than the question."""
    ada.hear({"type": type, "ref": ada.said[-1]["ref"], **fields})


def asked(ada):
    return {k: v for k, v in ada.said[-1].items() if k not in ("ref", "epoch")}


@pytest.mark.parametrize("case", CASES, ids=[case["rest"] for case in CASES])
def test_a_message_or_somebody_is_reported_with_a_reason(ada, case):
    is_fine = "reason" in case
    before = len(ada.said)
    assert say(f"/report {case['rest']}", ada.person()) == is_fine
    if not is_fine:
        assert len(ada.said) == before
        return
    about = {name: its for name, its in case.items() if name != "rest"}
    where = {"conversation": ada.lobby.id} if "seq" in case else {}
    assert asked(ada) == {"type": "report", **about, **where}
    answer(ada, "reported", report=REPORT)
    assert ada.screen.notes == ["You have reported bob: rude"]


def test_what_waits_is_listed_with_its_words_and_goes_on(ada):
    assert say("/reports", ada.person())
    its = {**REPORT, "by": "cy", "place": "#dev", "said": [SAID]}
    ada.answer("reports", which="open", reports=[its], more=True, open=2)
    head, words, more = ada.screen.notes
    assert head.endswith("] bob in #dev: rude (reported by cy)")
    assert (words, more) == ("    bob: boo", "And more: /more shows them.")
    assert ada.chat.reports.waiting == 2
    say("/more", ada.person())
    assert asked(ada) == {"type": "reports", "which": "open", "before": 3, "limit": 20}
    say("/reports own", ada.person())
    ada.answer("reports", which="own", reports=[DONE], more=False, open=0)
    assert ada.screen.notes[-1] == "    = something was done (put out)"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("/handled 3 put out", {"outcome": "acted", "word": "put out"}),
        ("/dismiss 3", {"outcome": "dismissed", "word": ""}),
    ],
)
def test_a_report_is_handled_with_a_word(ada, line, fields):
    assert say(line, ada.person())
    assert asked(ada) == {"type": "handle", "report": 3, **fields}
    answer(ada, "handled", report={**REPORT, **fields})
    assert ada.screen.notes[0].startswith("Report 3 is handled: ")
    assert not say("/dismiss bob", ada.person())
    assert not say("/reports all", ada.person())


def test_who_looks_after_it_is_told_how_many_wait_and_who_made_it_what_became(ada):
    ada.hear({"type": "queue", "open": 1, "report": 3, "new": True})
    ada.hear({"type": "queue", "open": 0, "report": 3, "new": False})
    ada.hear({"type": "reported", "report": REPORT})
    ada.hear({"type": "reported", "report": DONE})
    ada.hear({"type": "applicants", "open": 2, "new": True})
    ada.hear({"type": "applicants", "open": 1, "new": False})
    assert ada.screen.warnings == [
        "1 report waits: /reports shows it.",
        "What you have reported of bob was handled: something was done (put out)",
        "2 people wait to be accepted: the panel shows who.",
    ]
    assert ada.chat.reports.waiting == 0
