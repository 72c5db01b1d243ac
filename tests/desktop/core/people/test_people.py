"""Who is online, and who is typing."""

from chat.desktop.core.people.roster import Roster
from chat.desktop.core.people.typists import Typists
from tests.desktop.core.talk import Clock


def test_who_has_no_name_is_nobody():
    roster = Roster()
    roster.replace(["ada", "", None, 7], version=1)
    roster.receive({"version": 2, "online": ["", "bob"], "offline": []})
    assert roster.names == ["ada", "bob"]


def test_a_delta_that_was_missed_is_asked_for_once():
    roster = Roster()
    roster.replace(["ada", "bob"], 5)
    assert roster.receive({"version": 6, "online": ["cyd"], "offline": ["bob"]})
    assert roster.names == ["ada", "cyd"]
    assert not roster.receive({"version": 9, "online": ["eve"], "offline": []})
    assert [roster.question(), roster.question()] == [True, False]
    roster.replace(["eve"], 9)
    assert (roster.names, roster.question()) == (["eve"], False)


def test_typing_ends_by_itself():
    clock = Clock()
    typists = Typists(clock)
    for name in ("bob", "cyd", "dan", "eve"):
        typists.heard(1, name)
    assert typists.text(1) == "bob, cyd and 2 more are typing…"
    typists.stopped(1, "bob")
    typists.heard(2, "bob")
    assert typists.text(2) == "bob is typing…"
    clock.time += 6
    assert typists.text(2) == ""
    lines = "/topic tea", "hello", "hello"
    assert [typists.is_due(1, each) for each in lines] == [False, True, False]
