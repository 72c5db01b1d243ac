"""The plain door: polls, as text."""

import json
from pathlib import Path

import msgspec
import pytest

from chat import wire
from tests.dialects.test_plain import AT, DEV, LOBBY, says, shows, somebody

OPTIONS = [
    wire.PollOption(text="Pizza", votes=2),
    wire.PollOption(text="Soup", votes=0),
]
POLL = wire.Poll(html="", options=OPTIONS, voters=2, many=False, closed=False)
VECTORS = Path(__file__).parents[1] / "vectors" / "polls.json"
CASES = json.loads(VECTORS.read_text("utf-8"))
# Here no part of the voters is told.
WORDS = "asked", "choice"
STEPS = [step for case in CASES for step in case["steps"] if step[0] in WORDS]
BODY = "Lunch?\n1. Pizza\n2. Soup"
BY = {"sender": "bob", "author": 2, "at": AT}


def vote(*options, seq=None, place=LOBBY):
    return wire.Vote(conversation=place, seq=seq, options=[*options])


def polls(seq=None, place=LOBBY):
    return wire.ListPolls(conversation=place, seq=seq, limit=1)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/poll", polls()),
        ("/poll 43", polls(43)),
        ("/poll 43 #dev", polls(43, DEV)),
        ("/poll #dev", polls(None, DEV)),
        ("/poll close", wire.ClosePoll(conversation=LOBBY)),
        ("/poll close 43 #dev", wire.ClosePoll(conversation=DEV, seq=43)),
        ("/poll Lunch?", b"! Usage: /poll [many] Lunch? | Pizza | Soup\n"),
        ("/poll #nowhere", b"! You have no conversation #nowhere.\n"),
        ("/vote 2", vote(2)),
        ("/vote 43 2", vote(2, seq=43)),
        ("/vote 1,3", vote(1, 3)),
        ("/vote 43 1 3 #dev", vote(1, 3, seq=43, place=DEV)),
        ("/vote none", vote()),
        ("/vote 43 None", vote(seq=43)),
        ("/vote", b"! Usage: /vote [43] 2\n"),
        ("/vote 43 soup", b"! Usage: /vote [43] 2\n"),
        ("/vote 2 #nowhere", b"! You have no conversation #nowhere.\n"),
        ("/voters 43", wire.FetchVoters(conversation=LOBBY, seq=43)),
    ],
)
def test_a_command_is_what_the_wire_calls_it(line, command):
    assert says(somebody(DEV), line) == command


@pytest.mark.parametrize(
    ("line", "text", "many"),
    [
        ("/poll Lunch? | Pizza | Soup", "Lunch?", False),
        ("/poll many Lunch? | Pizza | Soup", "Lunch?", True),
        ("/poll close? | Pizza | Soup", "close?", False),
    ],
)
def test_everybody_is_asked(line, text, many):
    asked = says(somebody(), line)
    assert [each.strip() for each in (asked.text, *asked.options)] == [
        *(text, "Pizza", "Soup")
    ]
    assert (asked.to, asked.many) == (LOBBY, many)


@pytest.mark.parametrize("step", STEPS, ids=[step[1] for step in STEPS])
def test_golden_cases(step):
    what, text, wanted = step
    is_choice, wanted = what == "choice", wanted["is"]
    meant = says(somebody(DEV), f"/{'vote' if is_choice else 'poll'} {text}")
    if wanted is None:
        assert not isinstance(meant, wire.Vote | wire.StartPoll)
    elif not is_choice:
        each = [" ".join(text.split()) for text in (meant.text, *meant.options)]
        assert each == [wanted["text"], *wanted["options"]]
        assert meant.many == wanted["many"]
    elif isinstance(meant, wire.Vote):
        assert (meant.seq, meant.options) == (wanted["seq"], wanted["options"])
    else:
        assert wanted["where"] not in ("", "#Dev")


def test_a_poll_is_text_and_says_how_to_answer():
    new = msgspec.structs.replace(POLL, voters=0)
    facts = {"id": "6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11", "html": "", "body": BODY}
    said = wire.MessagePosted(conversation=LOBBY, seq=43, poll=new, **facts, **BY)
    *text, how = shows(somebody(), said)
    assert text == ["bob: Lunch?", "bob: 1. Pizza", "bob: 2. Soup"]
    assert how == "* Poll 43: /vote 43 1 chooses the first."


@pytest.mark.parametrize(
    ("place", "closed", "line"),
    [
        (LOBBY, False, "* Poll 43: Pizza: 2, Soup: 0"),
        (DEV, True, "* Poll 43 is closed: Pizza: 2, Soup: 0 in #dev"),
    ],
)
def test_how_it_stands_is_told_in_a_line(place, closed, line):
    poll = msgspec.structs.replace(POLL, closed=closed)
    told = wire.PollTold(conversation=place, seq=45, target=43, poll=poll, **BY)
    assert shows(somebody(DEV), told) == [line]


def test_it_is_shown_again_with_the_numbers_and_ones_own_choice():
    mine = msgspec.structs.replace(POLL, mine=[1], closed=True)
    facts = {"id": "6c7f0f2e-0d2b-4a50-9e0a-1d6a3f1f0b11", "html": "", "body": BODY}
    more = {"changed": 45, "edited": False, "deleted": False, "reactions": {}}
    message = wire.Message(seq=43, poll=mine, **facts, **more, **BY)
    told = wire.Polls(conversation=LOBBY, messages=[message], more=False)
    first, *options = shows(somebody(), told)
    assert first == "* Poll 43 by bob: Lunch? (closed)"
    assert options == ["* 1. Pizza: 2 (your choice)", "* 2. Soup: 0"]
    none = wire.Polls(conversation=LOBBY, messages=[], more=False)
    assert shows(somebody(), none) == ["* There is no poll in #lobby."]


def test_what_one_has_chosen_is_said():
    for mine, line in (
        ([], "* You have chosen nothing of poll 43."),
        ([1], "* You have chosen of poll 43: Pizza"),
    ):
        poll = msgspec.structs.replace(POLL, mine=mine)
        voted = wire.Voted(conversation=LOBBY, target=43, poll=poll)
        assert shows(somebody(), voted) == [line]


def test_who_has_chosen_what_is_listed():
    eve = wire.Person(id=3, name="eve", key="eve", guest=False)
    told = wire.Voters(conversation=LOBBY, target=43, voters=[[eve], []])
    assert shows(somebody(), told) == ["* 1. eve", "* 2."]
