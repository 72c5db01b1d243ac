"""The plain door: what is said later."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from chat import wire
from chat.dialects.plain.moments import moment_in
from tests.dialects.test_plain import AT, DEV, LOBBY, says, shows, somebody

VECTORS = Path(__file__).parents[1] / "vectors" / "later.json"
CASES = [
    pytest.param(group["now"], case, id=case["rest"])
    for group in json.loads(VECTORS.read_text("utf-8"))
    for case in group["cases"]
]
ONE, TWO = UUID(int=1), UUID(int=2)
KEPT = [
    wire.Later(id=ONE, conversation=LOBBY, name="#lobby", body="two\nlines", at=AT),
    wire.Later(id=TWO, name="@bob", body="x" * 200, at=AT, error="muted", detail="No."),
]


def in_utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("now", "case"), CASES)
def test_golden_cases(now, case):
    found = moment_in(case["rest"], in_utc(now))
    if "at" in case:
        assert found == (in_utc(case["at"]), case["text"])
    else:
        assert found is None


def test_what_is_said_later_goes_where_one_is_or_to_who_is_named():
    here = says(somebody(DEV), "/later +20m see you")
    assert (here.to, here.body, here.action) == (LOBBY, "see you", False)
    named = says(somebody(DEV), "/later @bob +20m /me waves")
    assert (named.to, named.body, named.action) == ("@bob", "waves", True)
    assert not somebody()._talk.awaits_echo


@pytest.mark.parametrize("line", ["/later tea", "/later +20m", "/later @bob +20m"])
def test_without_a_time_or_words_its_use_is_told(line):
    assert says(somebody(), line) == b"! Usage: /later [@bob] [+20m tea]\n"


def test_what_waits_is_listed_with_numbers_and_taken_off_by_them():
    ada = somebody()
    assert says(ada, "/later") == wire.ListScheduled()
    first, second = shows(ada, wire.Scheduled(messages=KEPT, whole=True))
    assert first == ("* 1. To be sent to #lobby at 2026-01-31 12:00 UTC: two lines")
    assert re.fullmatch(r"\* 2. Not sent to @bob: x+… \(No.\)", second)
    assert says(ada, "/later cancel 2") == wire.Unschedule(id=TWO, ref="later")
    assert says(ada, "/later now 1") == wire.Reschedule(id=ONE, now=True)
    missing = "There is no number 3 in the list: /later shows it."
    assert says(ada, "/later cancel 3") == f"! {missing}\n".encode()


def test_one_hears_what_becomes_of_it():
    ada = somebody()
    assert shows(ada, wire.Scheduled(messages=KEPT[:1]))[0].startswith("* To be sent")
    assert shows(ada, wire.Unscheduled(id=ONE)) == [
        "* That is not sent later any more."
    ]
    assert shows(ada, wire.Unscheduled(id=ONE, conversation=LOBBY, seq=7)) == []
    late = wire.Unscheduled(id=ONE, conversation=LOBBY, seq=7, ref="later")
    assert shows(ada, late) == ["* It has been sent already."]
    nothing = wire.Scheduled(messages=[], whole=True)
    assert shows(ada, nothing) == ["* Nothing of yours is to be sent later."]
