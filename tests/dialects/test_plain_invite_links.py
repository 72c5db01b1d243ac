"""The plain door: invite links made, listed, revoked, and gone by."""

import json
from pathlib import Path

import pytest

from chat import wire
from tests.dialects.test_plain import AT, says, shows, somebody

VECTORS = Path(__file__).parents[1] / "vectors" / "invite_links.json"
CASES = json.loads(VECTORS.read_text())
LINK = {
    "link": 3,
    "url": "https://chat.test/join/abc/",
    "by": "ada",
    "author": 1,
    "at": AT,
    "used": 0,
    "guests": True,
    "came": [],
}


@pytest.mark.parametrize("case", CASES, ids=[case["rest"] for case in CASES])
def test_a_link_is_made_as_it_is_wanted(case):
    said = says(somebody(), f"/invite-link {case['rest']}")
    if "wish" in case:
        assert said == wire.CreateInviteLink(ref="link made", **case["wish"])
    else:
        assert said.startswith(b"! Usage: /invite-link")


def test_in_a_room_it_leads_there():
    ada = somebody()
    dev = wire.Conversation(
        id=2,
        kind="room",
        name="#dev",
        key="#dev",
        topic="",
        head=0,
        read=0,
        private=True,
    )
    shows(ada, wire.Joined(conversation=dev, sender="ada", author=1, ref="move"))
    assert says(ada, "/invite-link").conversation == 2
    assert says(ada, "/invite-link site").conversation is None


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/invite-links", wire.ListInviteLinks(limit=20)),
        ("/revoke-link 3", wire.RevokeInviteLink(link=3, ref="link revoked")),
        ("/join /join/abc/", wire.UseInviteLink(url="/join/abc/", ref="move")),
    ],
)
def test_links_are_listed_revoked_and_gone_by(line, command):
    assert says(somebody(), line) == command


@pytest.mark.parametrize("line", ["/invite-links 3", "/revoke-link"])
def test_what_makes_no_sense_is_answered_by_its_usage(line):
    assert says(somebody(), line).startswith(b"! Usage: /")


def test_a_link_is_shown_with_who_came_by_it():
    ada = somebody()
    bob = wire.CameBy(name="bob", author=2, at=AT)
    how = {"used": 1, "uses": 10, "until": AT}
    its = {**LINK, **how, "room": "#dev", "came": [bob]}
    old = {**LINK, "link": 2, "by": "eve", "over": True}
    page = wire.InviteLinks(
        links=[wire.InviteLink(**its), wire.InviteLink(**old)], more=True
    )
    assert shows(ada, page) == [
        "* 3 #dev https://chat.test/join/abc/"
        " (came: 1 of 10, until 31 January 2026, 12:00 UTC)",
        "*   Came by it: bob",
        "* 2 https://chat.test/join/abc/ (by eve, over, came: 0)",
        "* And more: /more shows them.",
    ]
    assert says(ada, "/more") == wire.ListInviteLinks(before=2, limit=20)


def test_what_was_asked_for_is_told_and_what_others_do_is_not():
    ada, its = somebody(), wire.InviteLink(**LINK)
    assert shows(ada, wire.InviteLinkChanged(link=its, ref="link made")) == [
        "* This lets others in:",
        "* 3 https://chat.test/join/abc/ (came: 0, for good)",
    ]
    assert shows(ada, wire.InviteLinkChanged(link=its, ref="link revoked")) == [
        "* Nobody comes by invite link 3 any more."
    ]
    assert shows(ada, wire.InviteLinkChanged(link=its)) == []
    assert shows(ada, wire.InviteLinks(links=[], more=False)) == [
        "* There are no invite links."
    ]
