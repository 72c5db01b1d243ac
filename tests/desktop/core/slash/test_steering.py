"""Roles, settings of a room, and who is put out, in the desktop's core."""

import json
from pathlib import Path

import pytest

from chat.desktop.core.history.happened import HEIR, SENTENCES, sentence_of, told_above
from chat.desktop.core.people.blocks import Blocks
from chat.desktop.core.slash.line import say
from chat.desktop.core.slash.steering import NO_SPAN
from chat.dialects.plain import happened as plain
from tests.desktop.core.talk import live, message

VECTORS = Path(__file__).parents[3] / "vectors"
BANS = json.loads((VECTORS / "bans.json").read_text())
HAPPENED = json.loads((VECTORS / "happened.json").read_text())
ABOUT = {
    "conversation": 1,
    "from": "bob",
    "author": 8,
    "at": "2026-01-31T12:00:00.000Z",
}


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded()


def happened(talk, kind, **more):
    seq = talk.lobby.log.number + 1
    return {"type": "happened", "seq": seq, "kind": kind, **ABOUT, **more}


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("/role @bob voice", {"type": "role", "name": "bob", "role": "voice"}),
        ("/set slow 30", {"type": "set", "what": "slow", "value": 30}),
        ("/set archived on", {"type": "set", "what": "archived", "value": True}),
        ("/kick bob a b", {"type": "kick", "name": "bob", "reason": "a b"}),
        ("/unban bob", {"type": "ban", "name": "bob", "on": False}),
    ],
)
def test_a_word_asks_for_what_the_wire_calls_it(ada, line, asked):
    assert say(line, ada.person())
    said = {k: v for k, v in ada.said[-1].items() if k not in ("ref", "conversation")}
    assert said == asked


@pytest.mark.parametrize("case", BANS, ids=[case["rest"] for case in BANS])
def test_a_length_of_time_is_one_or_is_refused(ada, case):
    is_fine = "reason" in case
    assert say(f"/ban {case['rest']}", ada.person()) == is_fine
    asked = [each for each in ada.said if each["type"] == "ban"]
    wanted = (case.get("seconds"), case.get("reason"))
    assert [(e.get("seconds"), e["reason"]) for e in asked] == [wanted] * is_fine
    assert (NO_SPAN in ada.screen.notes) != is_fine


def test_what_happened_long_ago_stands_between_the_messages(talk):
    talk.come_in()
    close = {"type": "happened", "kind": "archived", "value": True, **ABOUT}
    topic = {"type": "happened", "kind": "topic", "value": "Of tea", **ABOUT}
    last = {"messages": [message(44)], "more": True, "events": [{**close, "seq": 99}]}
    talk.answer("history", conversation=1, **last)
    for more, first, seqs in ((True, 41, (40, 42)), (False, 7, (8,))):
        talk.chat.fetcher.older(talk.lobby)
        older = [message(seq) for seq in seqs]
        events = [{**close, "seq": first}, {**topic, "seq": 43}]
        page = {"messages": older, "more": more, "events": events}
        talk.answer("history", conversation=1, **page)
    messages = talk.lobby.messages
    closed = f"* {sentence_of(close, talk.chat.conversations.blocks)}"
    assert {each.seq: told_above(messages, each) for each in messages} == {
        8: [closed],
        40: [],
        42: [closed],
        44: ["* bob set the topic: Of tea"],
    }


def test_what_happens_is_a_line_and_a_new_name_is_the_rooms(ada):
    ada.hear(happened(ada, "kicked", whom="cy", person=3, reason="loud"))
    ada.hear(happened(ada, "name", value="#web", key="#web", before="#lobby"))
    assert ada.screen.notes == [
        "* bob put cy out: loud",
        "* bob renamed #lobby to #web",
    ]
    assert ada.chat.conversations.by_id(1).name == "#web"


def test_what_was_missed_is_told_from_the_changes(ada):
    missed = happened(ada, "slow", value=30)
    ada.hear(live(missed["seq"] + 1))
    ada.answer(
        "changes",
        **{"conversation": 1, "messages": [], "more": False, "topic": ""},
        upto=missed["seq"] + 1,
        events=[missed],
    )
    assert ada.screen.notes == ["* bob made the room slow: one message in 30 seconds"]


def test_whoever_is_put_out_is_told_by_whom(ada):
    you = ada.chat.you.id
    left = {**ABOUT, "from": "ada", "author": you, "by": "bob", "reason": "loud"}
    ada.hear({"type": "left", **left})
    assert ada.screen.warnings == ["bob has put you out of #lobby: loud."]


def test_the_sentences_are_those_of_the_plain_door():
    known = {
        (kind, None if not isinstance(value, (str, int)) else value): text
        for (kind, value), text in plain.SENTENCES.items()
    }
    for kind, (one, many) in plain.COUNTED.items():
        known |= {(kind, 1): one, (kind, None): many}
    assert (known, plain.HEIR) == (SENTENCES, HEIR)


@pytest.mark.parametrize("case", HAPPENED, ids=[case["text"] for case in HAPPENED])
def test_what_happened_is_said_as_at_the_other_doors(case):
    blocked = [{"id": 3, "name": "bob"}] if case.get("blocked") else []
    assert sentence_of(case["event"], Blocks(blocked)) == case["text"]


WHOM = {"whom": "bob", "person": 8}
# What is typed, and what has happened by it.
VERBS = (
    ("/role bob voice", {"kind": "role", "value": "voice", **WHOM}),
    ("/role bob moderator", {"kind": "role", "value": "moderator", **WHOM}),
    ("/role bob owner", {"kind": "role", "value": "owner", **WHOM}),
    ("/set description Of tea", {"kind": "description", "value": "Of tea"}),
    ("/set lock on", {"kind": "lock", "value": True}),
    ("/set speakers voices", {"kind": "speakers", "value": "voice"}),
    ("/set slow 30", {"kind": "slow", "value": 30}),
    ("/set keep 30", {"kind": "keep", "value": 30}),
    ("/set keep none", {"kind": "keep", "value": 0}),
    ("/set name web", {"kind": "name", "value": "#web", "before": "#lobby"}),
    ("/set private on", {"kind": "private", "value": True}),
    ("/set unlisted on", {"kind": "unlisted", "value": True}),
    ("/set archived on", {"kind": "archived", "value": True}),
    ("/kick bob", {"kind": "kicked", **WHOM}),
    ("/ban bob", {"kind": "banned", **WHOM}),
    ("/unban bob", {"kind": "unbanned", **WHOM}),
)


@pytest.mark.parametrize(("line", "done"), VERBS, ids=[line for line, _ in VERBS])
def test_each_verb_is_told_where_it_is_done_and_where_it_is_refused(ada, line, done):
    assert say(line, ada.person())
    refused = {"type": "error", "code": "not-allowed", "detail": "That is not yours."}
    ada.hear({**refused, "ref": ada.said[-1]["ref"]})
    assert (ada.screen.warnings, ada.screen.notes) == (["That is not yours."], [])
    assert say(line, ada.person())
    ada.hear({**happened(ada, **done), "ref": ada.said[-1]["ref"]})
    event = {**ABOUT, **done}
    said = sentence_of(event, ada.chat.conversations.blocks)
    assert ada.screen.notes == [f"* {said}"]


def test_who_is_kept_out_is_told_or_why_that_is_not(ada):
    for answer, told in (
        ({"type": "error", "code": "not-allowed", "detail": "No."}, "No."),
        ({"type": "bans", "conversation": 1, "bans": []}, "Nobody"),
    ):
        assert say("/bans", ada.person())
        ada.hear({**answer, "ref": ada.said[-1]["ref"]})
        assert told in [*ada.screen.warnings, *ada.screen.notes][-1]
