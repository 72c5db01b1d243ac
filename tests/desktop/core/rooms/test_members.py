"""Who is in a conversation, page by page, and as lines where no window shows it."""

import pytest

from chat.desktop.core.rooms.members import Members
from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import MESSAGE


def member(number, name, *, here=True, **more):
    who = {"id": number, "name": name, "key": name, "guest": False, "role": "member"}
    seen = {} if here else {"seen": MESSAGE["at"]}
    return {**who, "since": MESSAGE["at"], "here": here, **seen, **more}


def page(*members, total=2, cursor=""):
    its = {"members": [*members], "total": total}
    return {"conversation": 1, **its, "more": bool(cursor), "cursor": cursor}


def test_pages_follow_each_other_and_only_the_last_question_counts(talk):
    talk.come_in().loaded()
    members = Members(talk.chat.requests, talk.lobby, lambda: None)
    members.begin("x")
    members.begin("b")
    talk.answer("members", **page(member(7, "xaver")))
    assert not members.people
    asked = talk.answer("members", **page(member(8, "bea"), cursor="bea\nbea"))
    assert (asked["match"], asked["cursor"], members.has_more) == ("b", "", True)
    members.go_on()
    away = member(9, "bob", here=False, guest=True, role="owner")
    loud = member(10, "cy", role="muted")
    assert talk.answer("members", **page(away, loud))["cursor"] == "bea\nbea"
    assert [each.name for each in members.people] == ["bea", "bob", "cy"]
    assert members.people[2].about == "muted"
    assert members.people[1].about.startswith("owner, guest, last here 20")
    assert members.state == "2 people are in #lobby."


def test_a_refusal_and_nobody_are_told(talk):
    talk.come_in().loaded()
    members = Members(talk.chat.requests, talk.lobby, lambda: None)
    members.begin("zz")
    talk.answer("members", **page())
    assert members.state == "Nobody in #lobby is called that."
    members.begin()
    talk.chat.disconnected()
    assert members.state


def test_a_word_lists_them_where_no_face_shows_them(talk):
    assert say("/members #lobby b", talk.come_in().loaded().person())
    away = member(9, "bob", here=False)
    here = member(8, "bea", doors=["plain"]), member(6, "ben", doors=["browser"])
    asked = talk.answer("members", **page(*here, away, total=3, cursor="c"))
    assert (asked["match"], asked["limit"]) == ("b", 50)
    lines = ["3 people are in #lobby.", "Here: bea (nc), ben", "Not here: bob"]
    assert talk.screen.notes == [*lines, "And more: /more shows them."]
    assert say("/more", talk.person())
    assert talk.answer("members", **page())["cursor"] == "c"


@pytest.mark.parametrize("line", ["/members a b", "/members #lobby a b"])
def test_what_makes_no_sense_is_kept(talk, line):
    assert not say(line, talk.come_in().loaded().person())
