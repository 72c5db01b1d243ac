"""The plain door: who is in a conversation."""

import pytest
from msgspec import UNSET

from chat import wire
from tests.dialects.test_plain import AT, DEV, LOBBY, says, shows, somebody


def member(number, name, *, here, doors=UNSET):
    who = {"id": number, "name": name, "key": name, "guest": False}
    return wire.Member(**who, since=AT, here=here, doors=doors)


@pytest.mark.parametrize(
    ("line", "conversation", "match"),
    [
        ("/members", LOBBY, ""),
        ("/members bo", LOBBY, "bo"),
        ("/members #dev", DEV, ""),
        ("/members #dev @bo", DEV, "@bo"),
    ],
)
def test_what_is_asked_is_what_the_wire_is_asked_for(line, conversation, match):
    asked = wire.ListMembers(conversation=conversation, match=match, limit=50)
    asked.ref = match or UNSET
    assert says(somebody(DEV), line) == asked


def test_what_makes_no_sense_is_answered():
    assert says(somebody(), "/members a b") == b"! Usage: /members [#dev] [bo]\n"
    assert says(somebody(), "/members #x") == b"! You have no conversation #x.\n"


def test_a_page_says_who_is_here_and_more_goes_on():
    ada = somebody(DEV)
    ref = says(ada, "/members #dev b").ref
    page = [member(2, "bea", here=True), member(3, "bob", here=False)]
    told = wire.Members(
        conversation=DEV, members=page, total=312, more=True, cursor="bob\nbob", ref=ref
    )
    assert shows(ada, told) == [
        "* 312 people are in #dev.",
        "* Here: bea",
        "* Not here: bob",
        "* And more: /more shows them.",
    ]
    asked = wire.ListMembers(conversation=DEV, match="b", cursor="bob\nbob", limit=50)
    assert says(ada, "/more") == wire.answer(asked, ref)


def test_each_of_two_lists_goes_on_with_what_it_was_asked_for():
    ada = somebody(DEV)
    rooms, people = says(ada, "/rooms a"), says(ada, "/members #dev b")
    room = wire.Room(
        id=7, name="#art", key="#art", topic="", members=2, private=False, member=False
    )
    shows(ada, wire.answer(wire.Rooms(rooms=[room], more=True), rooms.ref))
    assert says(ada, "/more").match == "a"
    told = wire.Members(conversation=DEV, members=[], total=9, more=True, cursor="bob")
    shows(ada, wire.answer(told, people.ref))
    assert says(ada, "/more").match == "b"


def test_how_somebody_is_here_is_said_unless_it_is_as_nearly_everybody():
    doors = ["browser"], ["browser", "json/terminal"], ["plain"]
    names = enumerate(("ada", "bea", "bob"), 1)
    page = [
        member(*each, here=True, doors=by)
        for each, by in zip(names, doors, strict=True)
    ]
    told = wire.Members(conversation=LOBBY, members=page, total=3, more=False)
    here = "* Here: ada, bea (web, terminal), bob (nc)"
    assert shows(somebody(), told)[1:] == [here]


def test_who_is_here_is_listed_likewise_and_more_goes_on():
    doors = [["browser"], [], ["json/desktop", "plain"]]
    told = {"users": ["ada", "bea", "bob"], "numbers": [1, 2, 3], "doors": doors}
    ada = somebody()
    assert shows(ada, wire.Online(version=4, **told, more=True)) == [
        "* Here: ada, bea, bob (desktop window, nc) (3)",
        "* And more: /more shows them.",
    ]
    assert says(ada, "/more") == wire.Who(after="bob", limit=200)
    last = {"users": ["cy"], "numbers": [4], "doors": [["plain"]]}
    shown = shows(ada, wire.Online(version=4, **last, more=False))
    assert shown == ["* Here: cy (nc) (1)"]
    assert says(ada, "/more").startswith(b"! ")


def test_nobody_of_that_name_is_said():
    told = wire.Members(conversation=LOBBY, members=[], total=3, more=False)
    assert shows(somebody(), told) == ["* Nobody in #lobby is called that."]
