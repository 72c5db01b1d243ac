"""Invitations, and pages of rooms, at the plain door."""

import pytest

from chat import wire
from tests.dialects.test_plain import DEV, LOBBY, moved, says, shows, somebody, welcome

AT = "2026-01-31T12:00:00.000Z"


def invited(number, name="#dev", topic="", **fields):
    room = wire.OfferedRoom(id=number, name=name, key=name, topic=topic, private=True)
    return wire.Invited(conversation=room, sender="bob", at=AT, **fields)


def test_an_invitation_is_a_line_that_says_how_to_answer():
    ada = somebody()
    assert shows(ada, invited(7, topic="Code")) == [
        "* bob invites you to #dev (Code): /accept #dev or /decline #dev"
    ]
    assert says(ada, "/invitations").decode() == (
        "* bob invites you to #dev (Code): /accept #dev or /decline #dev\n"
    )


@pytest.mark.parametrize("name", ["#dev", "dev", "#DEV"])
def test_it_is_accepted_and_declined_by_the_rooms_name(name):
    ada = somebody()
    shows(ada, invited(7))
    accept = wire.Accept(conversation=7, ref="move")
    assert says(ada, f"/accept {name}") == accept
    assert says(ada, f"/decline {name}") == wire.Decline(conversation=7)


def test_who_accepts_talks_there_and_the_invitation_is_gone():
    ada = somebody()
    shows(ada, invited(DEV))
    moved(ada, DEV)
    assert says(ada, "hello").to == DEV
    assert says(ada, "/accept #dev") == b"! You are not invited to #dev.\n"


def test_what_was_declined_is_gone():
    ada = somebody()
    shows(ada, invited(7))
    lines = shows(ada, wire.Declined(conversation=7))
    assert lines == ["* The invitation to #dev is gone."]
    assert shows(ada, wire.Declined(conversation=7)) == []
    assert says(ada, "/invitations") == b"* You are invited to no room.\n"


def test_who_invites_is_told_that_it_is_done():
    answer = wire.Invited(conversation=LOBBY, name="bob")
    assert shows(somebody(), answer) == ["* bob is invited to #lobby"]


def test_a_welcome_says_how_many_wait():
    seen = wire.Invitation(conversation=invited(7).conversation, sender="bob", at=AT)
    ada = somebody()
    event = welcome("ada")
    event.invitations = [seen]
    assert shows(ada, event)[-1] == (
        "* You are invited to a room: /invitations lists what."
    )
    assert b"bob invites you" in says(ada, "/invitations")


def test_six_hundred_invitations_are_six_lines():
    ada, lines = somebody(), []
    for number in range(600):
        lines += shows(ada, invited(number + 100, f"#trap-{number}"))
        if number >= 50:
            lines += shows(ada, wire.Declined(conversation=number + 50))
    assert len(lines) == 6
    assert lines[-1] == "* You are invited to more rooms: /invitations lists them."
    assert len(says(ada, "/invitations").splitlines()) == 50


def test_more_goes_on_with_the_rooms_that_were_asked_for():
    ada = somebody()
    ref = says(ada, "/rooms de").ref
    room = wire.Room(
        id=7, name="#dev", key="#dev", topic="", members=2, private=False, member=False
    )
    lines = shows(ada, wire.Rooms(rooms=[room], more=True, ref=ref))
    assert lines == ["* #dev (2 people)", "* And more: /more shows them."]
    more = wire.ListRooms(after="#dev", match="de", limit=50, ref=ref)
    assert says(ada, "/more") == more
    shows(ada, wire.Rooms(rooms=[room]))
    assert says(ada, "/more") == b"! There is no more.\n"
