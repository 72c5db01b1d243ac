"""What is to be said later, by the words that begin with ``/``."""

import json
import time
from datetime import datetime
from pathlib import Path

import pytest

from chat.desktop.core.sending.moments import moment_in
from chat.desktop.core.slash.line import say

VECTORS = Path(__file__).parents[3] / "vectors" / "later.json"
CASES = [
    pytest.param(group["now"], case, id=case["rest"])
    for group in json.loads(VECTORS.read_text("utf-8"))
    for case in group["cases"]
]
KEPT = {"id": "1", "name": "#lobby", "body": "tea", "at": "2026-01-31T12:00:00.000Z"}
FAILED = {**KEPT, "id": "2", "error": "muted", "detail": "No."}


@pytest.mark.parametrize(("now", "case"), CASES)
def test_golden_cases(now, case):
    found = moment_in(case["rest"], datetime.fromisoformat(now))
    wanted = (
        (datetime.fromisoformat(case["at"]), case["text"]) if "at" in case else None
    )
    assert found == wanted


@pytest.mark.parametrize(
    ("now", "rest", "at"),
    [
        ("2026-03-29T01:30", "+1h", "2026-03-29T03:30"),  # an hour is left out
        ("2026-10-25T01:30", "+2h", "2026-10-25T02:30"),  # an hour comes twice
        ("2026-10-24T12:00", "+1d", "2026-10-25T12:00"),
        ("2026-10-24T12:00", "+25h", "2026-10-25T12:00"),
    ],
)
def test_hours_pass_and_days_go_by_the_clock(monkeypatch, now, rest, at):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        found = moment_in(rest, datetime.fromisoformat(now))
    time.tzset()
    assert found == (datetime.fromisoformat(at), "")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_calendar_ends_in_no_zone_before_the_day(day):
    assert moment_in(f"{day} 12:00 tea", datetime(2026, 11, 27)) is None


def test_it_is_kept_by_the_server_and_taken_off_by_its_number(talk):
    ada = talk.come_in().loaded()
    assert say("/later @bob +20m /me waves", ada.person())
    asked = ada.said[-1]
    assert (asked["to"], asked["body"], asked["action"]) == ("@bob", "waves", True)
    ada.hear({"type": "scheduled", "ref": asked["ref"], "messages": [KEPT]})
    assert ada.screen.notes[-1].startswith("To be sent to #lobby at 2026-01-31")
    assert say("/later cancel 2", ada.person())
    ada.answer("scheduled", messages=[KEPT, FAILED], whole=True)
    assert (ada.said[-1]["type"], ada.said[-1]["id"]) == ("unschedule", "2")
    assert say("/later", ada.person())
    ada.answer("scheduled", messages=[KEPT, FAILED], whole=True)
    assert ada.screen.notes[-1] == "2. Not sent to #lobby: tea (No.)"
    assert not say("/later tea", ada.person())
