"""Moderation, in the desktop's core: the words, and what is told of it."""

import json
from pathlib import Path

import pytest

from chat.desktop.core.moderation.acts import LABELS, act_line
from chat.desktop.core.slash.line import say
from chat.dialects.plain import acts as plain
from tests.desktop.core.talk import live

AT, UNTIL = "2026-01-31T12:00:00.000Z", "2026-01-31T13:00:00.000Z"
ACTS = json.loads((Path(__file__).parents[3] / "vectors/acts.json").read_text())


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded()


def asked(ada):
    return {k: v for k, v in ada.said[-1].items() if k != "ref"}


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (
            "/purgeall bob floods",
            {"type": "purge", "name": "bob", "seconds": 3600, "reason": "floods"},
        ),
        (
            "/silence @bob 3d loud",
            {
                "type": "mute",
                "name": "bob",
                "on": True,
                "seconds": 259_200,
                "reason": "loud",
            },
        ),
        ("/unsilence bob", {"type": "mute", "name": "bob", "on": False}),
        (
            "/hush bob 2h loud",
            {
                "type": "mute",
                "conversation": 1,
                "name": "bob",
                "on": True,
                "seconds": 7200,
                "reason": "loud",
            },
        ),
        (
            "/unhush bob",
            {"type": "mute", "conversation": 1, "name": "bob", "on": False},
        ),
        (
            "/shutout bob address 1h spam",
            {
                "type": "shutout",
                "name": "bob",
                "on": True,
                "reach": "address",
                "seconds": 3600,
                "reason": "spam",
            },
        ),
        ("/letin bob", {"type": "shutout", "name": "bob", "on": False}),
        (
            "/letter @bob too rude",
            {"type": "take_avatar", "name": "bob", "reason": "too rude"},
        ),
        ("/moderation", {"type": "moderation"}),
        ("/acts", {"type": "acts", "limit": 20}),
    ],
)
def test_what_is_wanted_is_asked_for(ada, line, command):
    assert say(line, ada.person())
    assert asked(ada) == command


@pytest.mark.parametrize(
    "line", ["/purge", "/unpurge", "/silence", "/letin a b", "/shutout bob 3w"]
)
def test_what_makes_no_sense_is_not_done(ada, line):
    before = len(ada.said)
    assert not say(line, ada.person())
    assert len(ada.said) == before


def test_what_was_deleted_here_is_brought_back_by_one_word(ada):
    say("/purge bob 30m", ada.person())
    assert asked(ada)["conversation"] == ada.lobby.id
    its = {"purge": 3, "whom": "bob", "person": 8, "count": 2, "until": UNTIL}
    ada.hear({"type": "purged", "ref": ada.said[-1]["ref"], **its, "more": True})
    assert ada.screen.notes == [
        "2 messages of bob are deleted: /unpurge brings that back within a minute.",
        "There are others: say it again.",
    ]
    say("/unpurge", ada.person())
    assert asked(ada) == {"type": "unpurge", "purge": 3}
    ada.hear({"type": "purged", "ref": ada.said[-1]["ref"], **its, "undone": True})
    assert ada.screen.notes[-1] == "2 messages of bob are back."
    assert not say("/unpurge", ada.person())


def test_whoever_is_muted_is_told_why_and_until_when(ada):
    about = {"type": "muted", "name": "ada", "person": 1}
    ada.hear({**about, "on": True, "reason": "loud", "until": UNTIL})
    ada.hear({**about, "on": False})
    first, second = ada.screen.warnings
    assert first.startswith("ada is muted. (loud – 2026-01-31 ")
    assert second == "ada may speak again."


def test_who_is_muted_and_shut_out_is_listed(ada):
    say("/moderation", ada.person())
    out = {"name": "eve", "person": 3, "at": AT, "reason": "spam"}
    its = {"may": [], "muted": [{"name": "bob", "person": 2, "reason": ""}]}
    ada.answer("moderation", **its, shutout=[{**out, "networks": ["192.0.2.1/32"]}])
    assert ada.screen.notes == [
        "bob is muted.",
        "eve is shut out. (spam, 192.0.2.1/32)",
    ]


def test_what_was_done_is_listed_and_goes_on(ada):
    say("/acts", ada.person())
    act = {"act": 7, "at": AT, "event": "muted", "who": "ada", "whom": "bob"}
    ada.answer("acts", acts=[{**act, "room": "", "words": ""}], more=True)
    assert ada.screen.notes[0].endswith("] Muted on the site, ada → bob")
    say("/more", ada.person())
    assert asked(ada) == {"type": "acts", "limit": 20, "before": 7}


@pytest.mark.parametrize("case", ACTS, ids=[case["text"] for case in ACTS])
def test_what_was_done_is_said_as_at_the_other_doors(case):
    assert act_line(case["act"]) == case["text"]


def test_the_labels_are_those_of_the_plain_door():
    assert LABELS == plain.LABELS


def test_what_is_back_reads_as_it_did(ada):
    seq, here = ada.lobby.log.head + 1, ada.lobby.id
    ada.hear({**live(seq), "edited": False})
    [said] = ada.lobby.messages
    about = {"conversation": here, "target": seq, "at": AT, "from": "bob"}
    ada.hear({"type": "deleted", **about, "seq": seq + 1, "author": 9})
    assert said.deleted
    back = {"body": "hi", "html": "", "restored": True, "author": 9}
    ada.hear({"type": "edited", **about, "seq": seq + 2, **back})
    assert (said.body, said.deleted, said.edited) == ("hi", False, False)


def test_who_is_muted_says_nothing_until_that_ends(ada):
    person = {"name": "ada", "person": ada.chat.you.id}
    ada.hear({"type": "muted", **person, "on": True, "reason": "loud"})
    assert not say("hello", ada.person())
    assert ada.screen.notes[-1] == "You are muted. (loud)"
    assert say("/who", ada.person())
    ada.hear({"type": "muted", **person, "on": False})
    assert say("hello", ada.person())


def test_welcome_says_that_one_is_muted(talk):
    its = {"name": "ada", "person": 1, "until": UNTIL}
    ada = talk.come_in(muted=its).loaded()
    assert not say("hello", ada.person())
    assert ada.screen.notes[-1].startswith("You are muted. (– ")
    assert say("hello", ada.come_in().person())


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([("speakers", "voice")], "Only those who were given a voice speak"),
        ([("speakers", "moderator")], "Only moderators speak in this room."),
        ([("archived", True)], "This room is archived"),
        ([("archived", True), ("archived", False)], ""),
        ([("speakers", "voice"), ("role", "voice")], ""),
        ([("role", "muted")], "You are muted in this room. (loud)"),
        ([("role", "muted"), ("role", "member")], ""),
    ],
)
def test_a_room_says_why_nothing_may_be_said_in_it(ada, events, why):
    for seq, (kind, value) in enumerate(events, ada.lobby.log.head + 1):
        you = {"whom": "ada", "person": ada.chat.you.id, "reason": "loud"}
        whom = you if kind == "role" else {}
        facts = {"kind": kind, "value": value, "from": "eve", "author": 8, **whom}
        ada.hear({"type": "happened", "conversation": 1, "seq": seq, "at": AT, **facts})
    assert say("hello", ada.person()) == (not why)
    assert why in "".join(ada.screen.notes[-1:])


@pytest.mark.parametrize("line", ["/hush bob", "/unhush bob", "/purge bob"])
def test_what_is_of_a_room_is_not_asked_for_of_the_whole_site(ada, line):
    talk = ada.chat.direct("bob")
    assert not say(line, ada.person(talk))
    assert ada.screen.notes[-1] == "That is for rooms only."
