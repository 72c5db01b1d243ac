"""Invite links, in the desktop's core: the words, and what is told of them."""

import json
from pathlib import Path

import pytest

from chat.desktop.core.slash.line import say

VECTORS = Path(__file__).parents[3] / "vectors" / "invite_links.json"
CASES = json.loads(VECTORS.read_text())
LINK = {
    "link": 3,
    "url": "https://chat.test/join/abc/",
    "by": "eve",
    "author": 9,
    "at": "2026-01-31T12:00:00.000Z",
    "used": 1,
    "uses": 10,
    "guests": False,
    "room": "#dev",
    "came": [{"name": "bob", "author": 2, "at": "2026-01-31T12:00:00.000Z"}],
}


@pytest.fixture
def ada(talk):
    return talk.come_in().loaded()


def asked(ada):
    return {k: v for k, v in ada.said[-1].items() if k != "ref"}


def answer(ada, type, **fields):
    ada.hear({"type": type, "ref": ada.said[-1]["ref"], **fields})


@pytest.mark.parametrize("case", CASES, ids=[case["rest"] for case in CASES])
def test_a_link_is_made_as_it_is_wanted(ada, case):
    before = len(ada.said)
    assert say(f"/invite-link {case['rest']}", ada.person()) == ("wish" in case)
    if "wish" in case:
        assert asked(ada) == {"type": "create_invite_link", **case["wish"]}
    else:
        assert len(ada.said) == before


def test_what_is_made_is_told(ada):
    say("/invite-link", ada.person())
    answer(ada, "invite_link", link=LINK)
    assert ada.screen.notes == [
        "This lets others in:",
        "3  #dev https://chat.test/join/abc/ (by eve, came: 1 of 10, for good,"
        " not for guests)",
        "    Came by it: bob",
    ]


def test_links_are_listed_and_go_on(ada):
    say("/invite-links", ada.person())
    over = {**LINK, "over": True, "came": []}
    ada.answer("invite_links", links=[over], more=True)
    assert ada.screen.notes == [
        "3  #dev https://chat.test/join/abc/ (by eve, over, came: 1 of 10)",
        "And more: /more shows them.",
    ]
    say("/more", ada.person())
    assert asked(ada) == {"type": "invite_links", "limit": 20, "before": 3}
    ada.answer("invite_links", links=[], more=False)
    assert ada.screen.notes[-1] == "There are no invite links."


def test_a_link_is_revoked_and_gone_by(ada):
    say("/revoke-link 3", ada.person())
    assert asked(ada) == {"type": "revoke_invite_link", "link": 3}
    answer(ada, "invite_link", link=LINK)
    assert ada.screen.notes == ["Nobody comes by invite link 3 any more."]
    say("/join https://chat.test/join/abc/", ada.person())
    its = "https://chat.test/join/abc/"
    assert asked(ada) == {"type": "use_invite_link", "url": its}


@pytest.mark.parametrize("line", ["/invite-links 3", "/revoke-link"])
def test_what_makes_no_sense_is_not_asked(ada, line):
    before = len(ada.said)
    assert not say(line, ada.person())
    assert len(ada.said) == before
