"""How records become lines."""

import json
import logging
import re

import pytest

from chat.logging.acting import ACTING, given_id
from chat.logging.lines import Json, Text

HEAD = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ ERROR chat\.some: "


@pytest.fixture(autouse=True)
def nobody_acts():
    token = ACTING.set(None)
    yield
    ACTING.reset(token)


def failure(words="It failed.", name="chat.some"):
    try:
        raise ValueError("no\nway")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
        return logging.LogRecord(name, logging.ERROR, "a.py", 1, words, (), info)


def test_each_line_of_the_text_has_its_head_also_of_a_traceback():
    lines = Text().format(failure("one\ntwo\x1b[2J")).splitlines()
    assert len(lines) > 5
    assert all(re.match(HEAD, line) for line in lines), lines
    assert lines[1].endswith("two?[2J")
    assert lines[-1].endswith("way")


def test_json_is_one_object_a_line_whatever_is_in_it():
    line = Json().format(failure("a\nb\u2028"))
    assert len(line.splitlines()) == 1
    told = json.loads(line)
    assert (told["level"], told["logger"]) == ("ERROR", "chat.some")
    assert told["message"] == "a\nb\u2028"
    assert told["traceback"].startswith("Traceback")
    assert re.fullmatch(r"[0-9T:-]{19}\.\d{3}Z", told["time"])
    assert told.keys() == {
        *("time", "level", "process", "logger", "message", "traceback")
    }


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (None, None),
        ("r1", "r1"),
        (("c1", 7), "c1:7"),
        (("c1", "a\nb" * 99), "c1:" + ("a?b" * 99)[:40]),
        ([("c1", 1), None, ("c2", 5), ("c1", 1)], "c1:1, c2:5"),
        ([(f"c{n}", 1) for n in range(10)], ", ".join(f"c{n}:1" for n in range(8))),
    ],
)
def test_who_acts_is_in_either(who, shown):
    ACTING.set(who)
    told = json.loads(Json().format(failure())).get("id")
    if shown and who and len(who) == 10:
        shown += " and 2 more"
    assert told == shown
    assert (f"It failed. [{shown}]" in Text().format(failure())) == (shown is not None)


def test_what_a_proxy_may_call_a_request_is_a_word():
    assert given_id(b"Root=1-67891233-abcdef") == "Root=1-67891233-abcdef"
    for rubbish in (b"", b"a b", b"a\nb", "é".encode(), b"x" * 129):
        assert given_id(rubbish) == ""
