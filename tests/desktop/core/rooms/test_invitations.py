"""Invitations, and pages of rooms, by the words of the desktop client."""

import pytest

from chat.desktop.core.slash.line import say
from tests.desktop.core.talk import LOBBY, WELCOME, invited, offer

ROOM = {"name": "#dev", "topic": "", "members": 2, "private": False, "member": False}


@pytest.fixture
def ada(talk):
    return talk.come_in(invitations=[]).loaded()


def last(talk, type):
    return next(each for each in reversed(talk.said) if each["type"] == type)


def test_an_invitation_is_listed_with_how_to_answer(ada):
    ada.hear(invited(7, topic="Code"))
    say("/invitations", ada.person())
    assert ada.screen.notes == [
        "bob invites you to #r7 (Code): /accept #r7 or /decline #r7"
    ]


def test_who_accepts_is_shown_the_room(ada):
    ada.hear(invited(7))
    shown = []
    person = ada.person()
    person.go = shown.append
    say("/accept R7", person)
    room = {**LOBBY, "id": 7, "name": "#r7"}
    asked = last(ada, "accept")
    assert asked["conversation"] == 7
    joined = {"type": "joined", "conversation": room, "from": "ada"}
    ada.hear({**joined, "ref": asked["ref"]})
    ada.pass_seconds(1)
    assert [each.name for each in shown] == ["#r7"]
    assert len(ada.chat.invitations) == 0


def test_who_declines_is_asked_no_more(ada):
    ada.hear(invited(7))
    say("/decline #r7", ada.person())
    assert last(ada, "decline")["conversation"] == 7
    ada.hear({"type": "declined", "conversation": 7})
    assert not list(ada.chat.invitations)
    say("/decline #r7", ada.person())
    assert ada.screen.notes == ["You are not invited to #r7."]


def test_who_invites_reads_that_it_is_done(ada):
    say("/invite bob", ada.person())
    asked = last(ada, "invite")
    answer = {"type": "invited", "conversation": 1, "name": "bob", "ref": asked["ref"]}
    ada.hear(answer)
    assert ada.screen.notes == ["bob is invited to #lobby."]
    assert len(ada.chat.invitations) == 0


@pytest.mark.parametrize("wrong", [{"from": None}, {"conversation": {}}])
def test_an_invitation_that_cannot_be_drawn_is_not_taken_in(ada, wrong):
    ada.hear({**invited(7), **wrong})
    assert len(ada.chat.invitations) == 0
    assert ada.screen.warnings


def test_a_server_that_knows_of_no_invitations_has_none(talk):
    talk.come_in(invitations=[offer(7)])
    talk.hear({key: WELCOME[key] for key in WELCOME.keys() - {"invitations"}})
    assert len(talk.chat.invitations) == 0


def test_more_goes_on_with_the_rooms_that_were_asked_for(ada):
    say("/rooms de", ada.person())
    asked = last(ada, "rooms")
    assert (asked["match"], asked["after"], asked["limit"]) == ("de", "", 50)
    page = {"type": "rooms", "rooms": [ROOM], "more": True}
    ada.hear({**page, "ref": asked["ref"]})
    assert ada.screen.notes == ["#dev (2)", "And more: /more shows them."]
    say("/more", ada.person())
    asked = last(ada, "rooms")
    assert (asked["match"], asked["after"]) == ("de", "#dev")
    ada.hear({**page, "more": False, "ref": asked["ref"]})
    say("/more", ada.person())
    assert ada.screen.notes[-1] == "There is no more."
