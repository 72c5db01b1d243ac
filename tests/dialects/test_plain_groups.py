"""The plain door: talks of some people at once, and notes."""

import pytest

from chat import wire
from tests.dialects.test_plain import (
    BOB,
    DEV,
    LOBBY,
    message,
    newcomer,
    says,
    shows,
    somebody,
    welcome,
)

GROUP = 7


def group(*names, number=GROUP):
    people = [
        wire.Person(id=at, name=name, key=name, guest=False)
        for at, name in enumerate(names, 2)
    ]
    return wire.Conversation(
        id=number,
        kind="group",
        name=f"&{number}",
        key=f"&{number}",
        topic="",
        head=0,
        read=0,
        private=True,
        people=people,
    )


def joined(*names, **more):
    return wire.Joined(conversation=group(*names), sender="bob", author=2, **more)


@pytest.fixture
def ada():
    plain = somebody()
    shows(plain, joined("bob", "eve"))
    return plain


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/group bob eve", wire.BeginGroup(names=["bob", "eve"], ref="move")),
        ("/group @bob, eve", wire.BeginGroup(names=["bob", "eve"], ref="move")),
        ("/join &7", wire.BeginGroup(names=[], conversation=GROUP, ref="move")),
        ("/leave &7", wire.Leave(conversation=GROUP)),
        ("/report &7 43 x", wire.MakeReport(conversation=GROUP, seq=43, reason="x")),
        ("/members &7", wire.ListMembers(conversation=GROUP, limit=50)),
    ],
)
def test_a_command_is_what_the_wire_calls_it(ada, line, command):
    assert says(ada, line) == command


def test_whoever_begins_one_talks_there_and_reads_who_it_is():
    plain = somebody()
    assert shows(plain, joined("bob", "eve", ref="move")) == [
        "* You are talking in &7 now. /join #lobby goes back.",
        "* &7: you and bob, eve",
    ]
    assert says(plain, "hello").to == GROUP
    begun = wire.BeginGroup(names=["mia"], conversation=GROUP, ref="move")
    assert says(plain, "/invite mia") == begun


def test_the_others_read_that_they_are_in_it(ada):
    assert says(ada, "/group") == b"* &7: you and bob, eve\n"
    assert shows(ada, message(where=GROUP)) == ["&7 bob: hello"]
    assert says(ada, "/msg &7 hi").to == "&7"


def test_its_people_are_those_who_are_in_it_by_the_names_that_they_have(ada):
    person = wire.Person(id=3, name="zoe", key="zoe", guest=False)
    shows(ada, wire.Renamed(person=person, former="eve"))
    assert says(ada, "/group") == b"* &7: you and bob, zoe\n"
    left = wire.Left(conversation=GROUP, sender="bob", author=2)
    assert shows(ada, left) == ["* bob left &7"]
    assert says(ada, "/group") == b"* &7: you and zoe\n"


def test_there_may_be_none_and_too_many_names_are_none():
    assert says(somebody(), "/group") == b"* You are in no group.\n"
    many = " ".join(f"p{n}" for n in range(11))
    assert says(somebody(), f"/group {many}").startswith(b"! Usage: /group")
    assert says(somebody(), "/join &9").startswith(b"! You have no conversation &9")


def test_who_leaves_the_last_room_does_not_talk_in_a_private_one_instead(ada):
    left = wire.Left(conversation=LOBBY, sender="ada", author=1)
    assert shows(ada, left) == [
        "* You left #lobby. You are in no room now: /join enters one."
    ]
    assert says(ada, "secret").to not in (GROUP, BOB)
    elsewhere = newcomer()
    says(elsewhere, "ada")
    [hello, *_] = shows(elsewhere, welcome("ada", conversations=(BOB,)))
    assert hello.startswith("* Hello ada, you are in no room: /join enters one.")
    assert says(elsewhere, "secret").to != BOB


def test_who_leaves_the_lobby_reads_where_they_are_talking():
    ada = somebody(BOB, DEV)
    left = wire.Left(conversation=LOBBY, sender="ada", author=1)
    assert shows(ada, left) == ["* You left #lobby. You are talking in #dev now."]
    assert says(ada, "tea").to == DEV
