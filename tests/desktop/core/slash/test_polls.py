"""Polls in the desktop client: asked, answered and shown by words behind a slash."""

import pytest

from chat.desktop.core.slash.line import say

POLL = {
    "options": [{"text": "Tea", "votes": 1}, {"text": "Milk", "votes": 0}],
    "closed": True,
    "mine": [1],
}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/poll 43", {"type": "polls", "conversation": 1, "seq": 43, "limit": 1}),
        ("/poll", {"type": "polls", "conversation": 1, "seq": None, "limit": 1}),
        ("/poll close", {"type": "close_poll", "conversation": 1, "seq": None}),
        ("/poll close 43", {"type": "close_poll", "conversation": 1, "seq": 43}),
        ("/vote 43 1,3", {"type": "vote", "seq": 43, "options": [1, 3]}),
        ("/vote none", {"type": "vote", "seq": None, "options": []}),
        ("/voters 43", {"type": "voters", "conversation": 1, "seq": 43}),
        ("/poll many Tea? | Yes | No", {"options": ["Yes", "No"], "many": True}),
    ],
)
def test_a_line_is_what_the_wire_calls_it(talk, line, said):
    ada = talk.come_in().loaded()
    assert say(line, ada.person())
    assert said.items() <= ada.said[-1].items()


@pytest.mark.parametrize("line", ["/vote", "/vote soup", "/voters", "/poll Tea?"])
def test_what_makes_no_sense_is_kept(talk, line):
    ada = talk.come_in().loaded()
    assert not say(line, ada.person())


def test_it_is_shown_again_with_the_numbers_and_ones_own_choice(talk):
    ada = talk.come_in().loaded()
    say("/poll", ada.person())
    message = {"seq": 43, "from": "bob", "body": "Tea?\n1. Tea", "poll": POLL}
    ref = ada.said[-1]["ref"]
    ada.hear({"type": "polls", "ref": ref, "conversation": 1, "messages": [message]})
    assert ada.screen.notes == [
        "Poll 43 by bob: Tea? (closed)",
        "1. Tea: 1 (your choice)",
        "2. Milk: 0",
    ]
