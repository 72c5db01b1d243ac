"""The plain door: reports that one makes, and those that wait."""

import json
from pathlib import Path

import pytest

from chat import wire
from tests.dialects.test_plain import AT, says, shows, somebody

VECTORS = Path(__file__).parents[1] / "vectors" / "reports.json"
CASES = json.loads(VECTORS.read_text())
SAID = [
    wire.Said(seq=42, sender="cy", author=3, at=AT, body="waves", action=True),
    wire.Said(seq=43, sender="bob", author=2, at=AT, body="boo\nhoo"),
]
REPORT = {"report": 3, "at": AT, "reason": "rude", "whom": "bob", "person": 2}
DONE = {"outcome": "acted", "word": "put out", "ended": AT}


@pytest.mark.parametrize("case", CASES, ids=[case["rest"] for case in CASES])
def test_a_message_or_somebody_is_reported_with_a_reason(case):
    said = says(somebody(), f"/report {case['rest']}")
    if "reason" not in case:
        assert said.startswith(b"! Usage: /report")
    else:
        about = {name: case[name] for name in ("seq", "name") if name in case}
        where = {"conversation": 1} if "seq" in case else {}
        assert said == wire.MakeReport(reason=case["reason"], **about, **where)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/reports", wire.ListReports(which="open", limit=20)),
        ("/reports own", wire.ListReports(which="own", limit=20)),
        ("/handled 3", wire.HandleReport(report=3, outcome="acted")),
        (
            "/dismiss 3 a joke",
            wire.HandleReport(report=3, outcome="dismissed", word="a joke"),
        ),
    ],
)
def test_what_waits_is_listed_and_handled(line, command):
    assert says(somebody(), line) == command


@pytest.mark.parametrize("line", ["/reports all", "/handled", "/dismiss bob"])
def test_what_makes_no_sense_is_answered_by_its_usage(line):
    assert says(somebody(), line).startswith(b"! Usage: /")


def test_a_report_is_shown_with_its_words_and_each_line_says_whose_they_are():
    ada = somebody()
    open_one = wire.Report(**REPORT, by="ada", place="#dev", said=SAID)
    page = wire.Reports(which="open", reports=[open_one], more=True, open=2)
    assert shows(ada, page) == [
        "* 3 [2026-01-31 12:00] bob in #dev: rude (reported by ada)",
        "*   cy waves",
        "*   bob: boo",
        "*   bob: hoo",
        "* And more: /more shows them.",
    ]
    assert says(ada, "/more") == wire.ListReports(which="open", before=3, limit=20)
    own = wire.Reports(
        which="own", reports=[wire.Report(**REPORT, **DONE)], more=False, open=0
    )
    assert shows(ada, own) == [
        "* 3 [2026-01-31 12:00] bob: rude",
        "*   = something was done (put out)",
    ]
    none = wire.Reports(which="own", reports=[], more=False, open=0)
    assert shows(ada, none) == ["* You have reported nothing."]


@pytest.mark.parametrize(
    ("event", "lines"),
    [
        (
            wire.Queue(open=2, report=3, new=True),
            ["* 2 reports wait: /reports shows them."],
        ),
        (wire.Queue(open=1, report=3, new=False), []),
        (
            wire.Reported(report=wire.Report(**REPORT)),
            ["* You have reported bob: rude"],
        ),
        (
            wire.Reported(report=wire.Report(**REPORT, **DONE)),
            [
                "* What you have reported of bob was handled:"
                " something was done (put out)"
            ],
        ),
        (
            wire.Handled(report=wire.Report(**REPORT, outcome="dismissed", word="")),
            ["* Report 3 is handled: nothing was to be done"],
        ),
    ],
)
def test_what_becomes_of_it_is_a_line(event, lines):
    assert shows(somebody(), event) == lines
