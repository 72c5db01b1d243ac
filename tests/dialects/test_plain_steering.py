"""The plain door: roles, settings of a room, and who is put out of it."""

import json
from pathlib import Path

import pytest

from chat import wire
from tests.dialects.test_plain import AT, DEV, LOBBY, change, says, shows, somebody

VECTORS = Path(__file__).parents[1] / "vectors"
BANS = json.loads((VECTORS / "bans.json").read_text())
HAPPENED = json.loads((VECTORS / "happened.json").read_text())
ABOUT = {"author": 2, "sender": "bob", "at": AT}


def happened(kind, where=LOBBY, **more):
    return wire.Happened(conversation=where, seq=4, kind=kind, **{**ABOUT, **more})


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/role bob voice", wire.SetRole(conversation=1, name="bob", role="voice")),
        ("/set slow 30", wire.Steer(conversation=1, what="slow", value=30)),
        ("/set lock ON", wire.Steer(conversation=1, what="lock", value=True)),
        ("/set name #web", wire.Steer(conversation=1, what="name", value="#web")),
        (
            "/set speakers voices",
            wire.Steer(conversation=1, what="speakers", value="voice"),
        ),
        ("/kick @bob a b", wire.Kick(conversation=1, name="bob", reason="a b")),
        (
            "/ban bob 3d too loud",
            wire.BanFromRoom(
                conversation=1, name="bob", on=True, reason="too loud", seconds=259200
            ),
        ),
        (
            "/ban bob 3 words",
            wire.BanFromRoom(conversation=1, name="bob", on=True, reason="3 words"),
        ),
        ("/unban bob", wire.BanFromRoom(conversation=1, name="bob", on=False)),
        ("/bans", wire.ListBans(conversation=1)),
    ],
)
def test_a_command_is_what_the_wire_calls_it(line, command):
    assert says(somebody(), line) == command


@pytest.mark.parametrize(
    "line", ["/role", "/role bob king", "/kick", "/ban", "/unban a b"]
)
def test_a_command_that_makes_no_sense_is_answered_by_its_usage(line):
    assert says(somebody(), line).startswith(b"! Usage: /")


@pytest.mark.parametrize("case", BANS, ids=[case["rest"] for case in BANS])
def test_a_length_of_time_is_one_or_is_refused(case):
    said = says(somebody(), f"/ban {case['rest']}")
    if "reason" not in case:
        assert said.startswith(b"! That is no length of time")
    else:
        assert (said.seconds, said.reason) == (case.get("seconds"), case["reason"])


@pytest.mark.parametrize("case", HAPPENED, ids=[case["text"] for case in HAPPENED])
def test_what_happened_is_said_as_at_the_other_doors(case):
    ada = somebody()
    if case.get("blocked"):
        shows(ada, wire.Blocked(author=3, name="bob", on=True))
    event = wire.decode_event(json.dumps(case["event"]))
    [shown] = shows(ada, event)  # a room that is not the current one is named before it
    assert shown.removeprefix("* ").removeprefix("#member: ") == case["text"]


@pytest.mark.parametrize(
    "line", ["/set", "/set slow x", "/set colour red", "/set name"]
)
def test_what_there_is_to_set_is_said(line):
    assert says(somebody(), line).startswith(b"! There are: name,")


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            happened("role", value="moderator", whom="cy", person=3),
            "* bob made cy a moderator",
        ),
        (
            happened("role", DEV, value="voice", whom="cy", person=3),
            "* #dev: bob gave cy a voice",
        ),
        (
            happened("kicked", whom="cy", person=3, reason="loud", until=AT),
            "* bob put cy out until 31 January 2026, 12:00 UTC: loud",
        ),
        (
            happened("slow", value=30),
            "* bob made the room slow: one message in 30 seconds",
        ),
        (happened("slow", value=0), "* bob ended the slow mode"),
        (happened("archived", value=False), "* bob brought the room back"),
        (
            happened("name", DEV, value="#web", before="#dev"),
            "* #web: bob renamed #dev to #web",
        ),
        (
            happened("role", value="owner", whom="cy", person=3, author=0),
            "* cy owns the room now",
        ),
        (happened("pinned", target=43), "* bob pinned message 43"),
    ],
)
def test_what_happened_is_a_line(event, line):
    assert shows(somebody(DEV), event) == [line]


def test_a_room_goes_on_by_its_new_name_and_is_found_by_the_old_one():
    ada = somebody(DEV)
    shows(ada, happened("name", DEV, value="#web", before="#dev"))
    topic = change(wire.TopicSet, topic="Code", conversation=DEV)
    assert shows(ada, topic) == ["* bob set the topic of #web: Code"]
    assert says(ada, "/leave #dev") == wire.Leave(conversation=DEV)


def test_whoever_is_put_out_reads_by_whom_and_why():
    ada = somebody(DEV)
    left = {"conversation": DEV, "by": "bob", "reason": "loud"}
    assert shows(ada, wire.Left(sender="cy", author=3, **left)) == []
    [line] = shows(ada, wire.Left(sender="ada", author=1, **left))
    assert line.startswith("* bob has put you out of #dev: loud.")


def test_of_somebody_blocked_nothing_is_told_in_their_own_words():
    ada = somebody()
    shows(ada, wire.Blocked(name="bob", author=2, on=True))
    event = happened("kicked", whom="cy", person=3, reason="ugly words")
    assert shows(ada, event) == ["* Somebody you blocked put cy out"]
    assert "ugly" not in "".join(shows(ada, happened("topic", value="ugly words")))
